namespace AssistantLoop.Learning.DataSets.Variants;

/// <summary>How a variant of a question is made.</summary>
public enum VariantKind
{
    /// <summary>Letters swapped, doubled or missing.</summary>
    Typos,

    /// <summary>All in capitals or in small letters, without punctuation.</summary>
    Casing,

    /// <summary>The question within another phrase.</summary>
    Paraphrase,

    /// <summary>Stray characters and spaces between the words.</summary>
    Noise,
}
