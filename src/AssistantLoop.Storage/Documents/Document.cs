namespace AssistantLoop.Storage.Documents;

/// <summary>A document of a business.</summary>
public sealed record Document
{
    /// <summary>The collection of the business's own documents folder.</summary>
    public const string FolderCollection = "folder";

    /// <summary>Its path within the tenant, with forward slashes; its identity there.</summary>
    public required string Path { get; init; }

    public required string Title { get; init; }

    /// <summary>By which an unchanged document is known.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The set of documents that one ingest brings up to date: a folder, the uploads, a site.</summary>
    public string Collection { get; init; } = FolderCollection;

    public string MediaType { get; init; } = "text/markdown";

    /// <summary>The address it was fetched from, which a visitor may open; null where it came as a file.</summary>
    public string? Source { get; init; }

    /// <summary>Its language as a two-letter code of ISO 639-1; null where it was not told.</summary>
    public string? Language { get; init; }

    /// <summary>What searches may filter by, such as "product" or "audience".</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Set by the store.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
