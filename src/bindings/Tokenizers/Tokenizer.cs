namespace Microsoft.ML.Tokenizers;

/// <summary>Turns text into token ids and back.</summary>
public abstract class Tokenizer
{
    protected Tokenizer()
    {
    }

    public virtual PreTokenizer? PreTokenizer => null;

    public virtual Normalizer? Normalizer => null;

    public IReadOnlyList<int> EncodeToIds(
        string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(text, text.AsSpan(), Settings(considerPreTokenization, considerNormalization)).Tokens;

    public IReadOnlyList<EncodedToken> EncodeToTokens(
        string text, out string? normalizedText, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        EncodeResults<EncodedToken> results =
            EncodeToTokens(text, text.AsSpan(), Settings(considerPreTokenization, considerNormalization));
        normalizedText = results.NormalizedText;
        return results.Tokens;
    }

    public int CountTokens(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        CountTokens(text, text.AsSpan(), Settings(considerPreTokenization, considerNormalization));

    public abstract string Decode(IEnumerable<int> ids);

    protected abstract EncodeResults<EncodedToken> EncodeToTokens(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings);

    protected virtual EncodeResults<int> EncodeToIds(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        EncodeResults<EncodedToken> results = EncodeToTokens(text, textSpan, settings);
        return new EncodeResults<int>
        {
            Tokens = [.. results.Tokens.Select(token => token.Id)],
            NormalizedText = results.NormalizedText,
            CharsConsumed = results.CharsConsumed,
        };
    }

    protected virtual int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        EncodeToIds(text, textSpan, settings).Tokens.Count;

    /// <summary>The text to encode: normalised where that is asked for and there is a normaliser.</summary>
    private protected string Prepare(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, out string? normalized)
    {
        string whole = text ?? textSpan.ToString();
        normalized = settings.ConsiderNormalization ? Normalizer?.Normalize(whole) : null;
        return normalized ?? whole;
    }

    /// <summary>The words that are encoded one by one.</summary>
    private protected IEnumerable<(int Offset, int Length)> Split(string text, EncodeSettings settings) =>
        text.Length == 0 ? []
        : settings.ConsiderPreTokenization && PreTokenizer is not null ? PreTokenizer.PreTokenize(text)
        : [(0, text.Length)];

    private static EncodeSettings Settings(bool considerPreTokenization, bool considerNormalization) =>
        new() { ConsiderPreTokenization = considerPreTokenization, ConsiderNormalization = considerNormalization };
}
