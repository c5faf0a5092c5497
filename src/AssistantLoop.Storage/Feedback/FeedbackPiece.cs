namespace AssistantLoop.Storage.Feedback;

/// <summary>A piece of feedback as agents see it when they decide on it.</summary>
public sealed record FeedbackPiece
{
    public required Guid Id { get; init; }

    public required PairKind Kind { get; init; }

    public required Guid MessageId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>What was asked.</summary>
    public required string Question { get; init; }

    /// <summary>The better answer; null for a rating down.</summary>
    public string? Chosen { get; init; }

    /// <summary>The worse answer; null for a rating up.</summary>
    public string? Rejected { get; init; }

    /// <summary>Why it was rated so, in the visitor's words.</summary>
    public string? Reason { get; init; }

    /// <summary>The agent or visitor who gave it.</summary>
    public required string Author { get; init; }

    /// <summary>The visitor whose conversation it is.</summary>
    public required string Visitor { get; init; }

    public required PairDecision Decision { get; init; }

    /// <summary>Whether the decision is the one on its author.</summary>
    public required bool ByIdentity { get; init; }

    /// <summary>Why it was decided so.</summary>
    public string? DecisionReason { get; init; }

    /// <summary>What triage, or an agent, found about the answer.</summary>
    public FaultCause? Cause { get; init; }

    /// <summary>How many data sets hold it.</summary>
    public required int DataSets { get; init; }

    /// <summary>Whether a data set has considered it.</summary>
    public required bool Considered { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
