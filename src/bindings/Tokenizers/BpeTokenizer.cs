using System.Buffers;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Byte pair encoding (Sennrich et al. 2016, https://aclanthology.org/P16-1162). Thread-safe.</summary>
public sealed class BpeTokenizer : Tokenizer
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _tokenIds;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _specialIds;
    private readonly Dictionary<int, string> _tokens = [];
    private readonly Dictionary<int, string> _specialTokens = [];
    private readonly int[] _byteIds = new int[256];
    private readonly MergeTable _merges = new();
    private readonly WordCache _cache = new();

    private BpeTokenizer(BpeOptions options)
    {
        PreTokenizer = options.PreTokenizer ?? PreTokenizer.CreateWordOrNonWord();
        Normalizer = options.Normalizer;
        ByteLevel = options.ByteLevel;
        SpecialTokens = options.SpecialTokens;
        _specialIds = options.SpecialTokens is { } special
            ? new Dictionary<string, int>(special, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>()
            : null;
        _vocabulary = new Dictionary<string, int>(options.Vocabulary, StringComparer.Ordinal);
        _tokenIds = _vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        if (_vocabulary.Count == 0)
        {
            throw new InvalidOperationException("The vocabulary cannot be empty.");
        }

        foreach ((string token, int id) in _vocabulary)
        {
            _tokens.Add(id, token);
        }

        foreach ((string token, int id) in options.SpecialTokens ?? new Dictionary<string, int>())
        {
            _specialTokens.Add(id, token);
        }

        for (int value = 0; value < 256; value++)
        {
            _byteIds[value] = _tokenIds.TryGetValue([ByteAlphabet.Characters[value]], out int id) ? id : -1;
        }

        int rank = 0;
        foreach (string merge in options.Merges ?? [])
        {
            AddMerge(merge, rank++);
        }
    }

    public override PreTokenizer PreTokenizer { get; }

    public override Normalizer? Normalizer { get; }

    public bool ByteLevel { get; }

    public IReadOnlyDictionary<string, int>? SpecialTokens { get; }

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    public static BpeTokenizer Create(BpeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new BpeTokenizer(options);
    }

    public override string Decode(IEnumerable<int> ids) => Decode(ids, considerSpecialTokens: true);

    /// <summary>The text of some ids; ids that are not in the vocabulary are passed over.</summary>
    public string Decode(IEnumerable<int> ids, bool considerSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArrayBufferWriter<byte> bytes = new();
        foreach (int id in ids)
        {
            if (_specialTokens.TryGetValue(id, out string? special))
            {
                bytes.Write(Encoding.UTF8.GetBytes(considerSpecialTokens ? special : ""));
            }
            else if (_tokens.TryGetValue(id, out string? token))
            {
                WriteToken(bytes, token);
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    protected override EncodeResults<int> EncodeToIds(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        string whole = Prepare(text, textSpan, settings, out string? normalized);
        List<int> ids = new((whole.Length / 3) + 1);
        foreach ((int offset, int length) in Split(whole, settings))
        {
            ReadOnlySpan<char> word = whole.AsSpan(offset, length);
            if (_specialIds is { } special && special.TryGetValue(word, out int id))
            {
                ids.Add(id);
                continue;
            }

            if (!_cache.TryGet(word, out int[] merged))
            {
                merged = EncodeWord(word).Ids;
                _cache.Add(word, merged);
            }

            ids.AddRange(merged);
        }

        return new EncodeResults<int> { Tokens = ids, NormalizedText = normalized, CharsConsumed = whole.Length };
    }

    protected override EncodeResults<EncodedToken> EncodeToTokens(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        string whole = Prepare(text, textSpan, settings, out string? normalized);
        List<EncodedToken> tokens = [];
        foreach ((int offset, int length) in Split(whole, settings))
        {
            ReadOnlySpan<char> word = whole.AsSpan(offset, length);
            if (_specialIds is { } special && special.TryGetValue(word, out string? token, out int specialId))
            {
                tokens.Add(new EncodedToken(specialId, token, offset..(offset + length)));
                continue;
            }

            (int[] ids, int[] lengths, Range[] places) = EncodeWord(word);
            int first = 0;
            for (int i = 0; i < ids.Length; i++)
            {
                int last = first + lengths[i] - 1;
                tokens.Add(new EncodedToken(ids[i], _tokens[ids[i]],
                    (offset + places[first].Start.Value)..(offset + places[last].End.Value)));
                first = last + 1;
            }
        }

        return new EncodeResults<EncodedToken>
        {
            Tokens = tokens,
            NormalizedText = normalized,
            CharsConsumed = whole.Length,
        };
    }

    /// <summary>Symbols are bytes or characters; those that are not in the vocabulary are dropped.</summary>
    private (int[] Ids, int[] Lengths, Range[] Places) EncodeWord(ReadOnlySpan<char> word)
    {
        int most = ByteLevel ? Encoding.UTF8.GetMaxByteCount(word.Length) : word.Length;
        int[] ids = new int[most];
        int[] lengths = new int[most];
        Range[] places = new Range[most];
        int count = 0;
        int at = 0;
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in word.EnumerateRunes())
        {
            int width = rune.Utf16SequenceLength;
            int bytes = ByteLevel ? rune.EncodeToUtf8(utf8) : 1;
            for (int i = 0; i < bytes; i++)
            {
                int id = ByteLevel ? _byteIds[utf8[i]]
                    : _tokenIds.TryGetValue(word.Slice(at, width), out int found) ? found : -1;
                if (id >= 0)
                {
                    // The package maps a byte to the one UTF-16 unit at which its character begins.
                    (ids[count], lengths[count]) = (id, 1);
                    places[count++] = at..(at + (ByteLevel ? 1 : width));
                }
            }

            at += width;
        }

        int merged = _merges.Merge(ids.AsSpan(0, count), lengths.AsSpan(0, count));
        return (ids[..merged], lengths[..merged], places);
    }

    private void WriteToken(ArrayBufferWriter<byte> bytes, string token)
    {
        if (!ByteLevel)
        {
            bytes.Write(Encoding.UTF8.GetBytes(token));
            return;
        }

        foreach (Rune rune in token.EnumerateRunes())
        {
            bytes.Write(rune.IsBmp && ByteAlphabet.TryGetByte((char)rune.Value, out byte value)
                ? [value]
                : Encoding.UTF8.GetBytes(rune.ToString()));
        }
    }

    private void AddMerge(string merge, int rank)
    {
        int space = merge.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || space == merge.Length - 1 || merge.IndexOf(' ', space + 1) >= 0)
        {
            throw new InvalidOperationException("Invalid merger file format");
        }

        int left = IdOf(merge[..space]);
        int right = IdOf(merge[(space + 1)..]);
        _merges.Add(left, right, rank, IdOf(merge.Remove(space, 1)));
    }

    private int IdOf(string token) => _vocabulary.TryGetValue(token, out int id)
        ? id
        : throw new InvalidOperationException(
            $"Trying to merge a token '{token}' which not exist in the vocabulary.");
}
