using System.IO.MemoryMappedFiles;

namespace AssistantLoop.Retrieval.Index.Vectors;

/// <summary>
/// A file of rows of equal length, mapped into memory to be read, chunk by chunk: a chunk once mapped stays where it is
/// while the file grows, and shows rows written to it later, by another process too.
/// </summary>
internal sealed unsafe class MappedRows(string file, int rowBytes) : IDisposable
{
    /// <summary>Rows in a chunk; the file's length is a whole number of chunks.</summary>
    public const int ChunkRows = 4096;

    private readonly List<MemoryMappedViewAccessor> _views = [];
    private readonly List<nint> _chunks = [];

    /// <summary>The file's length that holds so many rows.</summary>
    public static long LengthFor(int rows, int rowBytes) =>
        (long)((rows + ChunkRows - 1) / ChunkRows) * ChunkRows * rowBytes;

    /// <summary>Makes the rows below a count readable. Not to be called while rows are read.</summary>
    /// <exception cref="InvalidDataException">The file is shorter.</exception>
    public void Map(int rows)
    {
        int chunks = (rows + ChunkRows - 1) / ChunkRows;
        if (chunks <= _chunks.Count)
        {
            return;
        }

        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length < LengthFor(rows, rowBytes))
        {
            throw new InvalidDataException($"{file} ends before row {rows}");
        }

        using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        long chunkBytes = (long)ChunkRows * rowBytes;
        while (_chunks.Count < chunks)
        {
            MemoryMappedViewAccessor view =
                map.CreateViewAccessor(_chunks.Count * chunkBytes, chunkBytes, MemoryMappedFileAccess.Read);
            _views.Add(view);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _chunks.Add((nint)(start + view.PointerOffset));
        }
    }

    /// <summary>A row below the count last mapped.</summary>
    public ReadOnlySpan<byte> Row(int row) =>
        new((byte*)_chunks[row / ChunkRows] + ((long)(row % ChunkRows) * rowBytes), rowBytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MemoryMappedViewAccessor view in _views)
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
        }

        _views.Clear();
        _chunks.Clear();
    }
}
