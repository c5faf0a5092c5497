namespace Microsoft.ML.Tokenizers;

/// <summary>The tokens of an encoded text, and the normalized text where a normalizer was considered.</summary>
public struct EncodeResults<T>
{
    public IReadOnlyList<T> Tokens { get; set; }

    public string? NormalizedText { get; set; }

    public int CharsConsumed { get; set; }
}
