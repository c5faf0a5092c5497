namespace Microsoft.ML.Tokenizers;

/// <summary>BERT's WordPiece tokenizer, whose texts begin with [CLS] and end with [SEP]. Thread-safe.</summary>
public sealed class BertTokenizer : WordPieceTokenizer
{
    private readonly HashSet<int> _special;

    private BertTokenizer(Dictionary<string, int> vocabulary, BertOptions options)
        : base(vocabulary, options)
    {
        ClassificationTokenId = IdOf(options.ClassificationToken);
        SeparatorTokenId = IdOf(options.SeparatorToken);
        PaddingTokenId = IdOf(options.PaddingToken);
        MaskingTokenId = IdOf(options.MaskingToken);
        _special = [UnknownTokenId, ClassificationTokenId, SeparatorTokenId, PaddingTokenId, MaskingTokenId];
    }

    public int ClassificationTokenId { get; }

    public int SeparatorTokenId { get; }

    public int PaddingTokenId { get; }

    public int MaskingTokenId { get; }

    /// <summary>A tokenizer of a vocabulary file: a token a line, whose id is the line's number from 0 on.</summary>
    public static BertTokenizer Create(string vocabFilePath, BertOptions? options = null)
    {
        using FileStream stream = File.OpenRead(vocabFilePath);
        return Create(stream, options);
    }

    /// <inheritdoc cref="Create(string, BertOptions)"/>
    public static BertTokenizer Create(Stream vocabStream, BertOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vocabStream);
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        using StreamReader reader = new(vocabStream, leaveOpen: true);
        for (int id = 0; reader.ReadLine() is { } line; id++)
        {
            if (line.Length > 0)
            {
                vocabulary[line] = id;
            }
        }

        return new BertTokenizer(vocabulary, options ?? new BertOptions());
    }

    public IReadOnlyList<int> EncodeToIds(
        string text,
        bool addSpecialTokens,
        bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        EncodeSettings settings = new()
        {
            ConsiderPreTokenization = considerPreTokenization,
            ConsiderNormalization = considerNormalization,
        };
        return addSpecialTokens
            ? EncodeToIds(text, text.AsSpan(), settings).Tokens
            : base.EncodeToIds(text, text.AsSpan(), settings).Tokens;
    }

    private protected override bool IsSpecial(int id) => _special.Contains(id);

    protected override EncodeResults<int> EncodeToIds(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        EncodeResults<int> results = base.EncodeToIds(text, textSpan, settings);
        results.Tokens = [ClassificationTokenId, .. results.Tokens, SeparatorTokenId];
        return results;
    }
}
