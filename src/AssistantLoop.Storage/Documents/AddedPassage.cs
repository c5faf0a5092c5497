namespace AssistantLoop.Storage.Documents;

/// <summary>A passage as an index takes it over, with what searches filter by.</summary>
public sealed record AddedPassage
{
    /// <summary>Never given to another passage.</summary>
    public required long Id { get; init; }

    /// <summary>The document's path.</summary>
    public required string Path { get; init; }

    public required string TitlePath { get; init; }

    public required string Text { get; init; }

    public required string Anchor { get; init; }

    public int? Page { get; init; }

    public string? Source { get; init; }

    public string? Language { get; init; }

    public required string Collection { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>By the embedder asked for, of length 1; null where the passage has none of it yet.</summary>
    public float[]? Vector { get; init; }
}
