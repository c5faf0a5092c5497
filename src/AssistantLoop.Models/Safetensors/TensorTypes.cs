namespace AssistantLoop.Models.Safetensors;

/// <summary>Names and sizes of the element types.</summary>
public static class TensorTypes
{
    /// <summary>Bytes an element.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.Bool or TensorType.U8 or TensorType.I8 => 1,
        TensorType.I16 or TensorType.U16 or TensorType.F16 or TensorType.BF16 => 2,
        TensorType.I32 or TensorType.U32 or TensorType.F32 => 4,
        TensorType.I64 or TensorType.U64 or TensorType.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    /// <summary>The name in a safetensors header.</summary>
    public static string NameOf(TensorType type) => type.ToString().ToUpperInvariant();

    /// <summary>The type of a header's name, or null where it is not one of ours.</summary>
    public static TensorType? Find(string name)
    {
        foreach (TensorType type in Enum.GetValues<TensorType>())
        {
            if (NameOf(type) == name)
            {
                return type;
            }
        }

        return null;
    }
}
