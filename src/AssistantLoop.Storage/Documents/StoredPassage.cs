namespace AssistantLoop.Storage.Documents;

/// <summary>A part of a document.</summary>
public sealed record StoredPassage
{
    /// <summary>Never given to another passage, also not after this one is gone.</summary>
    public required long Id { get; init; }

    /// <summary>The document's path.</summary>
    public required string Path { get; init; }

    /// <summary>The document's title.</summary>
    public required string Title { get; init; }

    /// <summary>Position in the document, from 0.</summary>
    public required int Ordinal { get; init; }

    public required string TitlePath { get; init; }

    public required string Text { get; init; }

    public required string Anchor { get; init; }

    /// <summary>The page it begins on, from 1; null where the document has no pages.</summary>
    public int? Page { get; init; }

    /// <summary>The document's address, where it was fetched from one.</summary>
    public string? Source { get; init; }

    /// <summary>The document's language, where it was told.</summary>
    public string? Language { get; init; }
}
