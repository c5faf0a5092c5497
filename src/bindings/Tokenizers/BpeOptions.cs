namespace Microsoft.ML.Tokenizers;

/// <summary>What a <see cref="BpeTokenizer"/> is made of.</summary>
public sealed class BpeOptions
{
    public BpeOptions(IEnumerable<KeyValuePair<string, int>> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
    }

    /// <summary>Tokens and their ids.</summary>
    public IEnumerable<KeyValuePair<string, int>> Vocabulary { get; }

    /// <summary>Two tokens a line, separated by a space, the first to be merged first.</summary>
    public IEnumerable<string>? Merges { get; set; }

    /// <summary>Pieces of the pre-tokenizer that equal one of these texts take its id without merging.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; set; }

    public Normalizer? Normalizer { get; set; }

    /// <summary>Where null, words and runs of non-words are split, and white space is dropped.</summary>
    public PreTokenizer? PreTokenizer { get; set; }

    /// <summary>Whether the text is encoded by its UTF-8 bytes, each written as one visible character.</summary>
    public bool ByteLevel { get; set; }
}
