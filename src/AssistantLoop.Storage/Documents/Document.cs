namespace AssistantLoop.Storage.Documents;

/// <summary>A document of a business.</summary>
public sealed record Document
{
    /// <summary>Its path below the documents folder, with forward slashes; its identity in the tenant.</summary>
    public required string Path { get; init; }

    public required string Title { get; init; }

    /// <summary>By which an unchanged document is known.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Set by the store.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
