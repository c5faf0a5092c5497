namespace Microsoft.ML.Tokenizers;

/// <summary>What a <see cref="BertTokenizer"/> is made of.</summary>
public sealed class BertOptions : WordPieceOptions
{
    /// <summary>Whether the normalizer and the pre-tokenizer that are missing are BERT's own. This binding has none of its
    /// own, so that they must be given.</summary>
    public bool ApplyBasicTokenization { get; set; } = true;

    public string SeparatorToken { get; set; } = "[SEP]";

    public string PaddingToken { get; set; } = "[PAD]";

    public string ClassificationToken { get; set; } = "[CLS]";

    public string MaskingToken { get; set; } = "[MASK]";
}
