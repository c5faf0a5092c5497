namespace AssistantLoop.Storage.Feedback;

/// <summary>
/// A preference as training reads it: the prompt that the model saw, and what was better or worse after it.
/// </summary>
public sealed record StoredPair
{
    public required Guid Id { get; init; }

    public required PairKind Kind { get; init; }

    /// <summary>The answer that the feedback is about; null for an imported row.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>The conversation; of an imported row, the row's own id.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>The visitor whose conversation it is; null for an imported row.</summary>
    public string? Visitor { get; init; }

    /// <summary>What an agent decided about it.</summary>
    public PairDecision Decision { get; init; }

    /// <summary>What triage found about the answer; null where it was not looked at.</summary>
    public FaultCause? Cause { get; init; }

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
