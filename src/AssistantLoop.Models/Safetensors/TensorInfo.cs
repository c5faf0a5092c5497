namespace AssistantLoop.Models.Safetensors;

/// <summary>
/// A tensor in a file: row-major, little-endian; <c>Offset</c> and <c>Length</c> are bytes of the whole file.
/// </summary>
public sealed record TensorInfo(string Name, TensorType Type, long[] Shape, long Offset, long Length)
{
    /// <summary>Number of elements.</summary>
    public long Count => Length / TensorTypes.SizeOf(Type);
}
