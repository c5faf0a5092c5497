namespace AssistantLoop.Storage.Feedback;

/// <summary>Which pieces of feedback to list; null asks for all.</summary>
public sealed record FeedbackFilter
{
    public PairKind? Kind { get; init; }

    public PairDecision? Decision { get; init; }

    public FaultCause? Cause { get; init; }

    /// <summary>Who gave it.</summary>
    public string? Identity { get; init; }

    /// <summary>Only that on this answer.</summary>
    public Guid? MessageId { get; init; }
}
