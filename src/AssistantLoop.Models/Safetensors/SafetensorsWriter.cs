using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Safetensors;

/// <summary>
/// Gathers tensors and writes them as one safetensors file: header padded to 8 bytes, wide elements first and then by
/// name, so equal tensors give equal bytes. The arrays must not change before <see cref="Save"/>.
/// </summary>
public sealed class SafetensorsWriter
{
    private readonly List<Entry> _tensors = [];
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>
    /// Adds a tensor of floats, row-major, kept as <paramref name="type"/> (F32, F16 or BF16) on disk.
    /// </summary>
    public void Add(string name, long[] shape, ReadOnlyMemory<float> values, TensorType type = TensorType.F32)
    {
        if (type is not (TensorType.F32 or TensorType.F16 or TensorType.BF16))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "Floats are kept as F32, F16 or BF16.");
        }

        CheckNew(name, shape, values.Length);
        _tensors.Add(new Entry(name, type, shape, values, default));
    }

    /// <summary>Adds a tensor of raw little-endian bytes.</summary>
    public void AddBytes(string name, TensorType type, long[] shape, ReadOnlyMemory<byte> bytes)
    {
        CheckNew(name, shape, bytes.Length / TensorTypes.SizeOf(type));
        _tensors.Add(new Entry(name, type, shape, default, bytes));
    }

    /// <summary>Sets a text of the header's <c>__metadata__</c>.</summary>
    public void SetMetadata(string name, string value) => _metadata[name] = value;

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Save(string path)
    {
        var ordered = _tensors
            .OrderByDescending(t => TensorTypes.SizeOf(t.Type)).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        byte[] header = Header([.. ordered.Select(t => (t.Name, t.Type, t.Shape))]);
        WholeFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in ordered)
            {
                stream.Write(BytesOf(tensor.Type, tensor.Floats.Span, tensor.Bytes.Span));
            }
        });
    }

    // Either floats, to be narrowed when written, or bytes as they are.
    private readonly record struct Entry(
        string Name, TensorType Type, long[] Shape, ReadOnlyMemory<float> Floats, ReadOnlyMemory<byte> Bytes);

    private static ReadOnlySpan<byte> BytesOf(TensorType type, ReadOnlySpan<float> floats, ReadOnlySpan<byte> bytes) =>
        floats.IsEmpty ? bytes
        : type == TensorType.F32 ? MemoryMarshal.AsBytes(floats)
        : HalfFloats.Narrow(type, floats);

    private byte[] Header(IReadOnlyList<(string Name, TensorType Type, long[] Shape)> tensors)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (_metadata.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach ((string name, string value) in _metadata)
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((string name, TensorType type, long[] shape) in tensors)
            {
                long end = offset + checked(CountOf(shape) * TensorTypes.SizeOf(type));
                json.WriteStartObject(name);
                json.WriteString("dtype", TensorTypes.NameOf(type));
                WriteNumbers(json, "shape", shape);
                WriteNumbers(json, "data_offsets", [offset, end]);
                json.WriteEndObject();
                offset = end;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static long CountOf(long[] shape) => shape.Aggregate(1L, (count, size) => checked(count * size));

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private void CheckNew(string name, long[] shape, long count)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (CountOf(shape) != count)
        {
            throw new ArgumentException($"Tensor {name} of shape [{string.Join(", ", shape)}] got {count} elements.",
                nameof(shape));
        }

        if (_tensors.Any(t => t.Name == name))
        {
            throw new ArgumentException($"Tensor {name} was added twice.", nameof(name));
        }
    }
}
