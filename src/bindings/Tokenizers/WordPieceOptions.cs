namespace Microsoft.ML.Tokenizers;

/// <summary>What a WordPiece tokenizer is made of.</summary>
public class WordPieceOptions
{
    /// <summary>Splits a text into words.</summary>
    public PreTokenizer? PreTokenizer { get; set; }

    /// <summary>Changes a text before it is split.</summary>
    public Normalizer? Normalizer { get; set; }

    /// <summary>The token of a word that no pieces make.</summary>
    public string UnknownToken { get; set; } = "[UNK]";

    /// <summary>What begins a piece that does not begin a word.</summary>
    public string ContinuingSubwordPrefix { get; set; } = "##";

    /// <summary>Longer words are unknown.</summary>
    public int MaxInputCharsPerWord { get; set; } = 100;
}
