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

    /// <summary>The id of the last piece of the page before.</summary>
    public Guid? After { get; init; }

    /// <summary>The most pieces to list.</summary>
    public required int Limit { get; init; }
}
