using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Safetensors;

/// <summary>
/// The header of a safetensors file: 8 bytes length, then JSON. As the format demands, the tensors must cover
/// the data part with neither hole nor overlap, so nothing can point outside the file.
/// </summary>
internal sealed record SafetensorsHeader(
    IReadOnlyDictionary<string, TensorInfo> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Longest header read, in bytes; the limit of the reference implementation.</summary>
    public const int LongestHeader = 100_000_000;

    public static long CheckLength(string path, ulong headerLength, long fileLength)
    {
        if (headerLength > LongestHeader)
        {
            throw new ModelFormatException(path,
                $"the header claims {headerLength} bytes; the most is {LongestHeader}. "
                + "The file is not safetensors or damaged.");
        }

        return (long)headerLength <= fileLength - 8 ? (long)headerLength : throw new ModelFormatException(path,
            $"the header ends at byte {8 + headerLength}, past the end of the file at {fileLength}. "
            + "The file is truncated.");
    }

    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataStart, long fileLength)
    {
        JsonFields fields = JsonFields.Parse(path, json);
        Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        foreach (JsonProperty property in fields.Element.EnumerateObject())
        {
            string name = JsonFields.NameOf(path, property);
            if (name == "__metadata__")
            {
                ReadMetadata(path, property.Value, metadata);
            }
            else if (!tensors.TryAdd(name, ReadTensor(path, name, property.Value, dataStart, fileLength)))
            {
                throw new ModelFormatException(path, $"tensor \"{name}\" stands twice in the header.");
            }
        }

        CheckCover(path, tensors.Values, dataStart, fileLength);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static TensorInfo ReadTensor(string path, string name, JsonElement value, long dataStart, long fileLength)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException(path, $"tensor \"{name}\" must be an object in the header.");
        }

        JsonFields fields = new(path, value, $"{name}.");
        string typeName = fields.Text("dtype");
        TensorType type = TensorTypes.Find(typeName)
            ?? throw new ModelFormatException(path,
                $"tensor \"{name}\" has element type {typeName}, which is not supported.");
        long[] shape = Numbers(fields, "shape");
        long[] offsets = Numbers(fields, "data_offsets");
        if (offsets.Length != 2 || offsets[0] > offsets[1] || offsets[1] > fileLength - dataStart)
        {
            throw new ModelFormatException(path, $"tensor \"{name}\" lies at bytes [{string.Join(", ", offsets)}] of "
                + $"{fileLength - dataStart} bytes of data. The file is truncated or damaged.");
        }

        long length = offsets[1] - offsets[0];
        UInt128 expected = (UInt128)TensorTypes.SizeOf(type);
        foreach (long size in shape)
        {
            expected = expected > (UInt128)long.MaxValue ? expected : expected * (UInt128)size;
        }

        return expected == (UInt128)length
            ? new TensorInfo(name, type, shape, dataStart + offsets[0], length)
            : throw new ModelFormatException(path,
                $"tensor \"{name}\" of shape [{string.Join(", ", shape)}] and type {typeName} "
                + $"needs {expected} bytes; it has {length}.");
    }

    private static long[] Numbers(JsonFields fields, string name)
    {
        JsonElement value = fields.Find(name) ?? throw fields.Missing(name);
        return value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(
                e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out long n) && n >= 0)
            ? [.. value.EnumerateArray().Select(e => e.GetInt64())]
            : throw fields.Wrong(name, "a list of whole numbers from 0", value);
    }

    private static void CheckCover(string path, IEnumerable<TensorInfo> tensors, long dataStart, long fileLength)
    {
        long end = dataStart;
        foreach (TensorInfo tensor in tensors.OrderBy(t => t.Offset).ThenBy(t => t.Length))
        {
            if (tensor.Offset != end)
            {
                throw new ModelFormatException(path, $"tensor \"{tensor.Name}\" starts at byte {tensor.Offset}, "
                    + $"{(tensor.Offset < end ? "inside the tensor before it" : "after a hole")}; expected {end}.");
            }

            end = tensor.Offset + tensor.Length;
        }

        if (end != fileLength)
        {
            throw new ModelFormatException(path, $"the tensors end at byte {end}, the file at {fileLength}.");
        }
    }

    private static void ReadMetadata(string path, JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException(path, "`__metadata__` must be an object.");
        }

        JsonFields fields = new(path, value, "__metadata__.");
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string name = JsonFields.NameOf(path, property);
            metadata[name] = fields.Text(name);
        }
    }
}
