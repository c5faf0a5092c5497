using System.Buffers.Binary;
using AssistantLoop.Retrieval.Index.Vectors;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Index.Files;

/// <summary>
/// Changes to an index as they are appended to its files. In the log a batch is its length, its checksum and its records:
/// a passage added, or removed. Stems and attributes are written out where they first appear and numbered from then on.
/// </summary>
internal sealed class IndexBatch : IDisposable
{
    public const byte AddedKind = 1;
    public const byte RemovedKind = 2;

    /// <summary>Length and checksum before the records.</summary>
    public const int HeaderBytes = 8;

    private readonly IndexState _state;
    private readonly MemoryStream _log = new();
    private readonly BinaryWriter _writer;
    private readonly Dictionary<string, int> _newStems = [];
    private readonly Dictionary<string, int> _newAttributes = [];
    private readonly List<float[]?> _vectors = [];

    /// <param name="state">What the batch is appended to, up to date.</param>
    public IndexBatch(IndexState state)
    {
        _state = state;
        _writer = new(_log);
    }

    /// <summary>Whether there is nothing to append.</summary>
    public bool IsEmpty => _log.Length == 0;

    /// <summary>The vectors of the passages added, in order; null where one has none.</summary>
    public IReadOnlyList<float[]?> Vectors => _vectors;

    public void Remove(long id)
    {
        _writer.Write(RemovedKind);
        _writer.Write(id);
    }

    public void Add(AddedPassage passage, long stamp, IReadOnlyList<StemCount> stems)
    {
        _writer.Write(AddedKind);
        _writer.Write(passage.Id);
        _writer.Write(stamp);
        _writer.Write(passage.Vector is null ? 0 : QuantizedVector.ScaleOf(passage.Vector));
        WriteAttributes(PassageAttributes.Of(passage));
        _writer.Write7BitEncodedInt(stems.Count);
        foreach ((string stem, int inTitle, int inText) in stems)
        {
            if (Number(stem, _state.StemNumber(stem), _state.StemCount, _newStems))
            {
                _writer.Write(stem);
            }

            _writer.Write7BitEncodedInt(inTitle);
            _writer.Write7BitEncodedInt(inText);
        }

        _vectors.Add(passage.Vector);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _log.Dispose();
    }

    /// <summary>What is appended to the log.</summary>
    public byte[] LogBytes()
    {
        byte[] bytes = new byte[HeaderBytes + _log.Length];
        _log.GetBuffer().AsSpan(0, (int)_log.Length).CopyTo(bytes.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)_log.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), IndexHead.Checksum(bytes.AsSpan(HeaderBytes)));
        return bytes;
    }

    private void WriteAttributes(PassageAttributes attributes)
    {
        string key = attributes.Key();
        if (!Number(key, _state.AttributesNumber(key), _state.AttributesCount, _newAttributes))
        {
            return;
        }

        _writer.Write(attributes.Path);
        _writer.Write(attributes.Language);
        _writer.Write(attributes.Collection);
        _writer.Write7BitEncodedInt(attributes.Metadata.Count);
        foreach ((string name, string value) in attributes.Metadata)
        {
            _writer.Write(name);
            _writer.Write(value);
        }
    }

    /// <returns>Whether the number is new, so that what it stands for has to follow.</returns>
    private bool Number(string key, int? known, int count, Dictionary<string, int> added)
    {
        if ((known ?? (added.TryGetValue(key, out int number) ? number : null)) is int there)
        {
            _writer.Write7BitEncodedInt(there);
            return false;
        }

        _writer.Write7BitEncodedInt(count + added.Count);
        added.Add(key, count + added.Count);
        return true;
    }
}
