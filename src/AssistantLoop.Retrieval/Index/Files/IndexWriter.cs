using System.Runtime.InteropServices;
using AssistantLoop.Retrieval.Index.Vectors;
using Microsoft.Win32.SafeHandles;

namespace AssistantLoop.Retrieval.Index.Files;

/// <summary>
/// Appends batches to one generation's files: the rows are on the disk before the head that counts them. The caller holds
/// the lock.
/// </summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly IndexState _state;
    private readonly SafeFileHandle _log;
    private readonly SafeFileHandle? _codes;
    private readonly SafeFileHandle? _floats;

    /// <param name="state">What is there already, up to date.</param>
    /// <param name="sequence">Of the head last published.</param>
    public IndexWriter(IndexState state, long sequence)
    {
        _state = state;
        Head = new(sequence, state.Generation, state.Follower, state.RowCount, state.LogBytes);
        _log = Open(state.Files.Log(state.Generation));
        if (state.Dimensions > 0)
        {
            _codes = Open(state.Files.Codes(state.Generation));
            _floats = Open(state.Files.Floats(state.Generation));
        }
    }

    /// <summary>What is written, published or not.</summary>
    public IndexHead Head { get; private set; }

    /// <summary>Writes a batch behind the others; nobody sees it yet.</summary>
    public void Append(IndexBatch batch)
    {
        byte[] log = batch.LogBytes();
        RandomAccess.Write(_log, log, Head.LogBytes);
        WriteVectors(batch.Vectors);
        Head = Head with { Rows = Head.Rows + batch.Vectors.Count, LogBytes = Head.LogBytes + log.Length };
    }

    /// <summary>Makes all that was appended visible, to other processes too, and lasting.</summary>
    public void Publish()
    {
        RandomAccess.FlushToDisk(_log);
        if (_codes is not null && _floats is not null)
        {
            RandomAccess.FlushToDisk(_codes);
            RandomAccess.FlushToDisk(_floats);
        }

        Head = Head with { Sequence = Head.Sequence + 1 };
        Head.Write(_state.Files.Folder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _codes?.Dispose();
        _floats?.Dispose();
    }

    private static SafeFileHandle Open(string file) =>
        File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private void WriteVectors(IReadOnlyList<float[]?> vectors)
    {
        if (_codes is null || _floats is null || vectors.Count == 0)
        {
            return;
        }

        int rowBytes = QuantizedVector.RowBytes(_state.Dimensions);
        sbyte[] codes = new sbyte[vectors.Count * rowBytes];
        float[] floats = new float[vectors.Count * _state.Dimensions];
        for (int i = 0; i < vectors.Count; i++)
        {
            if (vectors[i] is { } vector)
            {
                QuantizedVector.Quantize(vector, codes.AsSpan(i * rowBytes, rowBytes));
                vector.CopyTo(floats, i * _state.Dimensions);
            }
        }

        Write(_codes, rowBytes, MemoryMarshal.AsBytes(codes.AsSpan()));
        Write(_floats, _state.Dimensions * sizeof(float), MemoryMarshal.AsBytes(floats.AsSpan()));
    }

    private void Write(SafeFileHandle file, int rowBytes, ReadOnlySpan<byte> rows)
    {
        long length = MappedRows.LengthFor(Head.Rows + (rows.Length / rowBytes), rowBytes);
        if (RandomAccess.GetLength(file) < length)
        {
            RandomAccess.SetLength(file, length);
        }

        RandomAccess.Write(file, rows, (long)Head.Rows * rowBytes);
    }
}
