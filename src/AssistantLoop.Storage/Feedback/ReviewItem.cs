namespace AssistantLoop.Storage.Feedback;

/// <summary>An answer that waits for an agent: flagged or rated down, and not corrected.</summary>
public sealed record ReviewItem
{
    public required Guid MessageId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The visitor's question.</summary>
    public required string Question { get; init; }

    /// <summary>The answer given.</summary>
    public required string Answer { get; init; }

    /// <summary>How many visitors rated it down.</summary>
    public required int DownCount { get; init; }

    /// <summary>How many flags it has.</summary>
    public required int FlagCount { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }
}
