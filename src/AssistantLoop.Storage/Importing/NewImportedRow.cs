using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Importing;

/// <summary>A row of a file, checked.</summary>
public sealed record NewImportedRow
{
    /// <summary>The line it begins at.</summary>
    public required int Line { get; init; }

    /// <summary>Imported; or Up or Down where the file rates a single answer.</summary>
    public required PairKind Kind { get; init; }

    /// <summary>What the row says, hashed: the same row of any file is stored once.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The same for all rows of one conversation, of any file.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>The prompt's text as the prompt store keeps it.</summary>
    public required string Prompt { get; init; }

    public string? Chosen { get; init; }

    public string? Rejected { get; init; }
}
