using System.Globalization;
using System.Runtime.InteropServices;

namespace AssistantLoop.Models.Onnx;

/// <summary>Writes tensors to one file that ONNX models beside it refer to. Each tensor begins at a multiple of 4,096, so
/// that ONNX Runtime maps it into memory instead of reading it. Not thread-safe.</summary>
public sealed class ExternalDataWriter(string path) : IDisposable
{
    private const int Alignment = 4096;

    private readonly FileStream _file = File.Create(path);
    private readonly string _location = Path.GetFileName(path);
    private readonly Dictionary<string, TensorProto> _tensors = new(StringComparer.Ordinal);

    /// <summary>What was written, by name, as a model lists it among its initializers.</summary>
    public IReadOnlyDictionary<string, TensorProto> Tensors => _tensors;

    /// <summary>Adds floats, row-major.</summary>
    public void Add(string name, long[] shape, ReadOnlySpan<float> values) =>
        Add(name, TensorProto.Types.DataType.Float, shape, MemoryMarshal.AsBytes(values));

    /// <summary>Adds a tensor of any type, row-major and little-endian.</summary>
    public void Add(string name, TensorProto.Types.DataType type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        _file.Position = (_file.Position + Alignment - 1) / Alignment * Alignment;
        _tensors.Add(name, new TensorProto
        {
            Name = name,
            DataType = (int)type,
            Dims = { shape },
            DataLocation = TensorProto.Types.DataLocation.External,
            ExternalData =
            {
                Entry("location", _location),
                Entry("offset", _file.Position.ToString(CultureInfo.InvariantCulture)),
                Entry("length", bytes.Length.ToString(CultureInfo.InvariantCulture)),
            },
        });
        _file.Write(bytes);
    }

    /// <summary>Writes everything to disk and closes the file.</summary>
    public void Dispose()
    {
        if (_file.CanWrite)
        {
            _file.Flush(flushToDisk: true);
        }

        _file.Dispose();
    }

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };
}
