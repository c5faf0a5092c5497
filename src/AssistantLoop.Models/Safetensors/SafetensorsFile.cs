using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace AssistantLoop.Models.Safetensors;

/// <summary>
/// A memory-mapped safetensors file, checked whole when it is opened: a bad header, a truncated file, or tensors that
/// overlap, leave holes or do not fit their shapes throw <see cref="ModelFormatException"/>. Reading is thread-safe.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private SafetensorsFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, SafetensorsHeader header)
    {
        Path = path;
        Tensors = header.Tensors;
        Metadata = header.Metadata;
        _file = file;
        _view = view;
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>The header's free-form texts, such as <c>format</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens and checks a file.</summary>
    public static SafetensorsFile Open(string path)
    {
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            long length = new FileInfo(path).Length;
            if (length < 8)
            {
                throw new ModelFormatException(path,
                    $"the file has {length} bytes; a safetensors file has at least 8.");
            }

            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            Span<byte> prefix = stackalloc byte[8];
            view.SafeMemoryMappedViewHandle.ReadSpan(0, prefix);
            long headerLength = SafetensorsHeader.CheckLength(
                path, BinaryPrimitives.ReadUInt64LittleEndian(prefix), length);
            byte[] json = new byte[headerLength];
            view.SafeMemoryMappedViewHandle.ReadSpan(8, json.AsSpan());
            SafetensorsFile result = new(path, file, view,
                SafetensorsHeader.Parse(path, json, 8 + headerLength, length));
            (file, view) = (null, null);
            return result;
        }
        catch (IOException error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, "the file is missing.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ModelFormatException(path, "the file cannot be read: access denied.", error);
        }
        finally
        {
            view?.Dispose();
            file?.Dispose();
        }
    }

    /// <summary>The tensor of a name, or <see cref="ModelFormatException"/>.</summary>
    public TensorInfo Find(string name) => Tensors.TryGetValue(name, out TensorInfo? info)
        ? info
        : throw new ModelFormatException(Path, $"tensor \"{name}\" is missing.");

    /// <summary>Reads an F32, F16 or BF16 tensor as floats, row-major.</summary>
    public float[] ReadFloat32(string name)
    {
        TensorInfo info = Find(name);
        if (info.Count > Array.MaxLength)
        {
            throw new ModelFormatException(Path,
                $"tensor \"{name}\" has {info.Count} elements; the most is {Array.MaxLength}.");
        }

        float[] values = new float[info.Count];
        ReadFloat32(name, 0, values);
        return values;
    }

    /// <summary>Reads part of an F32, F16 or BF16 tensor, from element <paramref name="start"/> on.</summary>
    public void ReadFloat32(string name, long start, Span<float> destination)
    {
        TensorInfo info = Find(name);
        int size = TensorTypes.SizeOf(info.Type);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, info.Count - start);
        ulong offset = (ulong)(info.Offset + start * size);
        switch (info.Type)
        {
            case TensorType.F32:
                _view.SafeMemoryMappedViewHandle.ReadSpan(offset, destination);
                break;
            case TensorType.F16 or TensorType.BF16:
                HalfFloats.Read(_view, offset, info.Type, destination);
                break;
            default:
                throw new ModelFormatException(Path,
                    $"tensor \"{name}\" has element type {TensorTypes.NameOf(info.Type)}; expected F32, F16 or BF16.");
        }
    }

    /// <summary>Reads an I64 tensor.</summary>
    public long[] ReadInt64(string name)
    {
        TensorInfo info = Find(name);
        if (info.Type != TensorType.I64 || info.Count > Array.MaxLength)
        {
            throw new ModelFormatException(Path,
                $"tensor \"{name}\" has element type {TensorTypes.NameOf(info.Type)}; expected I64.");
        }

        long[] values = new long[info.Count];
        _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)info.Offset, values.AsSpan());
        return values;
    }

    /// <summary>
    /// Copies the raw little-endian bytes of part of a tensor, from byte <paramref name="start"/> of it on.
    /// </summary>
    public void ReadBytes(string name, long start, Span<byte> destination)
    {
        TensorInfo info = Find(name);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, info.Length - start);
        _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(info.Offset + start), destination);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
