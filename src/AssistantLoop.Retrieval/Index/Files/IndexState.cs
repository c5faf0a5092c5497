using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AssistantLoop.Retrieval.Index.Vectors;
using AssistantLoop.Retrieval.Index.Words;

namespace AssistantLoop.Retrieval.Index.Files;

/// <summary>
/// One generation of an index as read from its files: the log replayed, the vectors mapped. A row stands for a passage
/// added; rows are never given twice. Not thread-safe while it changes.
/// </summary>
internal sealed class IndexState : IDisposable
{
    private readonly List<long> _ids = [];
    private readonly List<long> _stamps = [];
    private readonly List<float> _scales = [];
    private readonly List<int> _lengths = [];
    private readonly List<int> _attributesOf = [];
    private readonly List<bool> _live = [];
    private readonly Dictionary<long, int> _rows = [];
    private readonly Dictionary<string, int> _stems = [];
    private readonly List<WordPostings> _postings = [];
    private readonly Dictionary<string, int> _attributeNumbers = [];
    private readonly List<PassageAttributes> _attributes = [];
    private long _logBytes;

    /// <param name="files">Where it lies.</param>
    /// <param name="head">The generation.</param>
    /// <param name="dimensions">Values of a vector; 0 for none.</param>
    public IndexState(IndexFiles files, IndexHead head, int dimensions)
    {
        (Files, Generation, Follower, Dimensions) = (files, head.Generation, head.Follower, dimensions);
        if (dimensions > 0)
        {
            Codes = new(files.Codes(Generation), QuantizedVector.RowBytes(dimensions));
            Floats = new(files.Floats(Generation), dimensions * sizeof(float));
        }
    }

    public IndexFiles Files { get; }

    public int Generation { get; }

    public Guid Follower { get; }

    public int Dimensions { get; }

    /// <summary>Bytes of the log that are taken over.</summary>
    public long LogBytes
    {
        get => Volatile.Read(ref _logBytes);
        private set => Volatile.Write(ref _logBytes, value);
    }

    /// <summary>Rows, removed ones among them.</summary>
    public int RowCount => _ids.Count;

    public int LiveRows { get; private set; }

    /// <summary>The words of all rows that are not removed.</summary>
    public long LiveLength { get; private set; }

    public int StemCount => _postings.Count;

    public int AttributesCount => _attributes.Count;

    public MappedRows? Codes { get; }

    public MappedRows? Floats { get; }

    /// <summary>The scale of each row's codes; 0 where it has no vector.</summary>
    public ReadOnlySpan<float> Scales => CollectionsMarshal.AsSpan(_scales);

    /// <summary>The words of each row.</summary>
    public ReadOnlySpan<int> Lengths => CollectionsMarshal.AsSpan(_lengths);

    public long IdOf(int row) => _ids[row];

    public bool IsLive(int row) => _live[row];

    public WordPostings? PostingsOf(string stem) => _stems.TryGetValue(stem, out int number) ? _postings[number] : null;

    public int? StemNumber(string stem) => _stems.TryGetValue(stem, out int number) ? number : null;

    public int? AttributesNumber(string key) => _attributeNumbers.TryGetValue(key, out int number) ? number : null;

    /// <summary>Whether a passage is there, and if so with which text and whether with a vector.</summary>
    public (long Stamp, bool HasVector)? Find(long id) =>
        _rows.TryGetValue(id, out int row) ? (_stamps[row], _scales[row] > 0) : null;

    /// <summary>Writes 1 for each row that is not removed and meets the filter, 0 for the others.</summary>
    public void Mark(PassageFilter filter, Span<byte> wanted)
    {
        bool[] meet = [.. _attributes.Select(attributes => attributes.Meet(filter))];
        ReadOnlySpan<int> attributesOf = CollectionsMarshal.AsSpan(_attributesOf);
        ReadOnlySpan<bool> live = CollectionsMarshal.AsSpan(_live);
        for (int row = 0; row < live.Length; row++)
        {
            wanted[row] = live[row] && meet[attributesOf[row]] ? (byte)1 : (byte)0;
        }
    }

    /// <summary>Takes over what was published since.</summary>
    /// <exception cref="InvalidDataException">The files are damaged; the state is then of no use.</exception>
    public void Advance(IndexHead head)
    {
        byte[] added = new byte[head.LogBytes - LogBytes];
        using (FileStream stream = new(
            Files.Log(Generation), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
        {
            stream.Position = LogBytes;
            if (stream.ReadAtLeast(added, added.Length, throwOnEndOfStream: false) < added.Length)
            {
                throw new InvalidDataException($"{Files.Log(Generation)} ends before its end");
            }
        }

        // A posting takes three bytes or more.
        PostingsBuffer buffer = new(_postings, added.Length / 3);
        for (ReadOnlySpan<byte> rest = added; !rest.IsEmpty;)
        {
            int length = rest.Length < IndexBatch.HeaderBytes ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (length < 0 || length > rest.Length - IndexBatch.HeaderBytes
                || BinaryPrimitives.ReadUInt32LittleEndian(rest[4..])
                    != IndexHead.Checksum(rest.Slice(IndexBatch.HeaderBytes, length)))
            {
                throw new InvalidDataException($"{Files.Log(Generation)} is damaged");
            }

            Replay(rest.Slice(IndexBatch.HeaderBytes, length), buffer);
            rest = rest[(IndexBatch.HeaderBytes + length)..];
        }

        buffer.Flush();
        Codes?.Map(RowCount);
        Floats?.Map(RowCount);
        LogBytes = head.LogBytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Codes?.Dispose();
        Floats?.Dispose();
    }

    // Optimised from the start: a new process replays millions of numbers before its first search.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Replay(ReadOnlySpan<byte> records, PostingsBuffer buffer)
    {
        RecordReader reader = new(records);
        while (!reader.AtEnd)
        {
            if (reader.Byte() == IndexBatch.RemovedKind)
            {
                Remove(reader.Long());
            }
            else
            {
                Add(ref reader, buffer);
            }
        }
    }

    private void Remove(long id)
    {
        if (_rows.Remove(id, out int row))
        {
            _live[row] = false;
            LiveRows--;
            LiveLength -= _lengths[row];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(ref RecordReader reader, PostingsBuffer buffer)
    {
        int row = RowCount;
        long id = reader.Long();
        _ids.Add(id);
        _stamps.Add(reader.Long());
        _scales.Add(reader.Single());
        _attributesOf.Add(Attributes(ref reader));
        _live.Add(true);
        _rows[id] = row;
        int length = 0;
        for (int stems = reader.Number(); stems > 0; stems--)
        {
            int stem = reader.Number();
            if (stem == _postings.Count)
            {
                AddStem(reader.String());
            }

            int inTitle = reader.Number();
            int inText = reader.Number();
            buffer.Add(stem, row, inTitle, inText);
            length += inTitle + inText;
        }

        _lengths.Add(length);
        LiveRows++;
        LiveLength += length;
    }

    private void AddStem(string stem)
    {
        _stems.Add(stem, _postings.Count);
        _postings.Add(new());
    }

    private int Attributes(ref RecordReader reader)
    {
        int number = reader.Number();
        if (number == _attributes.Count)
        {
            (string path, string language, string collection) = (reader.String(), reader.String(), reader.String());
            Dictionary<string, string> metadata = [];
            for (int left = reader.Number(); left > 0; left--)
            {
                metadata.Add(reader.String(), reader.String());
            }

            _attributes.Add(new(path, language, collection, metadata));
            _attributeNumbers.Add(_attributes[^1].Key(), number);
        }

        return number;
    }
}
