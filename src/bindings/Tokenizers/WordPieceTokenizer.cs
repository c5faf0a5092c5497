namespace Microsoft.ML.Tokenizers;

/// <summary>
/// WordPiece: each word is cut into the longest pieces of the vocabulary, from left to right (Devlin et al. 2019,
/// https://aclanthology.org/N19-1423). Thread-safe.
/// </summary>
public class WordPieceTokenizer : Tokenizer
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly Dictionary<int, string> _tokens = [];
    private readonly PreTokenizer _preTokenizer;
    private readonly Normalizer? _normalizer;
    private readonly WordCache _cache = new();

    private protected WordPieceTokenizer(Dictionary<string, int> vocabulary, WordPieceOptions options)
    {
        _vocabulary = vocabulary;
        _ids = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach ((string token, int id) in vocabulary)
        {
            _tokens[id] = token;
        }

        _preTokenizer = options.PreTokenizer
            ?? throw new NotSupportedException("A WordPiece tokenizer needs BertOptions.PreTokenizer here.");
        _normalizer = options.Normalizer;
        ContinuingSubwordPrefix = options.ContinuingSubwordPrefix;
        MaxInputCharsPerWord = options.MaxInputCharsPerWord;
        UnknownToken = options.UnknownToken;
        UnknownTokenId = IdOf(options.UnknownToken);
    }

    public override PreTokenizer PreTokenizer => _preTokenizer;

    public override Normalizer? Normalizer => _normalizer;

    public string UnknownToken { get; }

    public int UnknownTokenId { get; }

    public string ContinuingSubwordPrefix { get; }

    public int MaxInputCharsPerWord { get; }

    /// <summary>The tokens with spaces between words, without the special ones.</summary>
    public override string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        System.Text.StringBuilder text = new();
        foreach (int id in ids)
        {
            if (!_tokens.TryGetValue(id, out string? token) || IsSpecial(id))
            {
                continue;
            }

            bool continues = token.StartsWith(ContinuingSubwordPrefix, StringComparison.Ordinal) && text.Length > 0;
            text.Append(continues || text.Length == 0 ? "" : " ")
                .Append(continues ? token[ContinuingSubwordPrefix.Length..] : token);
        }

        return text.ToString();
    }

    private protected virtual bool IsSpecial(int id) => id == UnknownTokenId;

    private protected int IdOf(string token) => _vocabulary.TryGetValue(token, out int id)
        ? id
        : throw new ArgumentException($"The special token '{token}' is not in the vocabulary.");

    protected override EncodeResults<EncodedToken> EncodeToTokens(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        string whole = Prepare(text, textSpan, settings, out string? normalized);
        List<EncodedToken> tokens = [];
        foreach ((int offset, int length) in Split(whole, settings))
        {
            (int Id, int Start, int End)[] pieces = Pieces(whole.AsSpan(offset, length));
            tokens.AddRange(pieces.Select(piece => new EncodedToken(
                piece.Id, _tokens[piece.Id], (offset + piece.Start)..(offset + piece.End))));
        }

        return new EncodeResults<EncodedToken>
        {
            Tokens = tokens,
            NormalizedText = normalized,
            CharsConsumed = whole.Length,
        };
    }

    protected override EncodeResults<int> EncodeToIds(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        string whole = Prepare(text, textSpan, settings, out string? normalized);
        List<int> ids = new((whole.Length / 4) + 3);
        foreach ((int offset, int length) in Split(whole, settings))
        {
            ReadOnlySpan<char> word = whole.AsSpan(offset, length);
            if (!_cache.TryGet(word, out int[] pieces))
            {
                pieces = [.. Pieces(word).Select(piece => piece.Id)];
                _cache.Add(word, pieces);
            }

            ids.AddRange(pieces);
        }

        return new EncodeResults<int> { Tokens = ids, NormalizedText = normalized, CharsConsumed = whole.Length };
    }

    /// <summary>Longest match first; a word of which any part has no piece is unknown as a whole.</summary>
    private (int Id, int Start, int End)[] Pieces(ReadOnlySpan<char> word)
    {
        if (word.Length > MaxInputCharsPerWord)
        {
            return [(UnknownTokenId, 0, word.Length)];
        }

        List<(int Id, int Start, int End)> pieces = [];
        Span<char> buffer = new char[ContinuingSubwordPrefix.Length + word.Length];
        ContinuingSubwordPrefix.CopyTo(buffer);
        for (int start = 0; start < word.Length;)
        {
            ReadOnlySpan<char> rest = word[start..];
            if (start > 0)
            {
                rest.CopyTo(buffer[ContinuingSubwordPrefix.Length..]);
                rest = buffer[..(ContinuingSubwordPrefix.Length + rest.Length)];
            }

            int prefix = start > 0 ? ContinuingSubwordPrefix.Length : 0;
            int end = rest.Length;
            int id = -1;
            while (end > prefix && !_ids.TryGetValue(rest[..end], out id))
            {
                end--;
            }

            if (end <= prefix)
            {
                return [(UnknownTokenId, 0, word.Length)];
            }

            pieces.Add((id, start, start + end - prefix));
            start += end - prefix;
        }

        return [.. pieces];
    }
}
