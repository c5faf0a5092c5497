namespace AssistantLoop.Retrieval.Index;

/// <summary>What a passage's document must meet; conditions that are not given hold for all.</summary>
public sealed record PassageFilter
{
    /// <summary>No condition.</summary>
    public static PassageFilter None { get; } = new();

    /// <summary>The language as a two-letter code; documents without one are left out.</summary>
    public string? Language { get; init; }

    /// <summary>The collection.</summary>
    public string? Collection { get; init; }

    /// <summary>How the document's path begins.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>Metadata values that must all be there as given.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
