namespace AssistantLoop.Models.Tokenization;

/// <summary>What the files of a byte-level BPE tokenizer say.</summary>
internal sealed record TokenizerDefinition
{
    /// <summary>The file to name when a part does not fit another.</summary>
    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, int> Vocabulary { get; init; }

    /// <summary>Two tokens a line, separated by a space, the first to be merged first.</summary>
    public required IReadOnlyList<string> Merges { get; init; }

    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    public required IReadOnlyList<SplitRule> Rules { get; init; }

    /// <summary>Whether text is brought into Unicode's normal form C first.</summary>
    public bool Compose { get; init; }

    /// <summary>Whether a piece that is a token of the vocabulary is that token, whatever the merges say.</summary>
    public bool IgnoreMerges { get; init; }
}
