namespace AssistantLoop.Storage.Feedback;

/// <summary>A piece of feedback as agents see it when they decide on it.</summary>
public sealed record FeedbackPiece
{
    public required Guid Id { get; init; }

    public required PairKind Kind { get; init; }

    /// <summary>The answer that it is about; null for an imported row.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>The conversation; of an imported row the one of its file, which is not among the chats.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>What was asked.</summary>
    public required string Question { get; init; }

    /// <summary>The better answer; null for a rating down.</summary>
    public string? Chosen { get; init; }

    /// <summary>The worse answer; null for a rating up.</summary>
    public string? Rejected { get; init; }

    /// <summary>Why it was rated or chosen so, in the author's words.</summary>
    public string? Reason { get; init; }

    /// <summary>The agent or visitor who gave it.</summary>
    public required string Author { get; init; }

    /// <summary>The visitor whose conversation it is; null for an imported row.</summary>
    public string? Visitor { get; init; }

    /// <summary>Of an imported row, its file and line, such as "faq.csv:12"; null otherwise.</summary>
    public string? Source { get; init; }

    /// <summary>What was decided; an imported row is confirmed until an agent decides otherwise.</summary>
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
