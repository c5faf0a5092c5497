namespace AssistantLoop.Storage.Feedback;

/// <summary>
/// A preference as training reads it: the prompt that the model saw, and what was better or worse after it.
/// </summary>
public sealed record StoredPair
{
    public required Guid Id { get; init; }

    public required PairKind Kind { get; init; }

    /// <summary>The answer that the feedback is about.</summary>
    public required Guid MessageId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The version that gave the answer, where one was recorded.</summary>
    public Guid? VersionId { get; init; }

    /// <summary>The agent or visitor.</summary>
    public required string Author { get; init; }

    public required string PromptHash { get; init; }

    /// <summary>The prompt's text as the prompt store keeps it.</summary>
    public required string Prompt { get; init; }

    /// <summary>The better answer; null for a rating down.</summary>
    public string? Chosen { get; init; }

    /// <summary>The worse answer; null for a rating up.</summary>
    public string? Rejected { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
