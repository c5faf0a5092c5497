namespace AssistantLoop.Retrieval.Documents;

/// <summary>A document's text and what it says of itself, whatever its format was.</summary>
public sealed record ParsedDocument
{
    /// <summary>Its title, where it has one.</summary>
    public string? Title { get; init; }

    /// <summary>Its language as it says itself: a two-letter code of ISO 639-1, or null.</summary>
    public string? Language { get; init; }

    /// <summary>The address at which a visitor may read it, where it says one.</summary>
    public string? Source { get; init; }

    /// <summary>Further fields, such as "product" or "audience".</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The text in reading order.</summary>
    public required IReadOnlyList<TextBlock> Blocks { get; init; }
}
