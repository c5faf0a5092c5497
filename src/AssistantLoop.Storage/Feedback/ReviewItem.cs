namespace AssistantLoop.Storage.Feedback;

/// <summary>An answer that an agent may look at, with all that its place in the queue depends on.</summary>
public sealed record ReviewItem
{
    public required Guid MessageId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The visitor's question.</summary>
    public required string Question { get; init; }

    /// <summary>The answer given.</summary>
    public required string Answer { get; init; }

    public Guid? VersionId { get; init; }

    /// <summary>How many visitors rated it down.</summary>
    public required int DownCount { get; init; }

    /// <summary>The labels put on it, joined by commas; null for none.</summary>
    public string? Labels { get; init; }

    /// <summary>Whether a visitor suggested a better answer.</summary>
    public required bool Suggested { get; init; }

    /// <summary>The mean entropy of its tokens in nats; null where the engine did not say.</summary>
    public double? MeanEntropy { get; init; }

    /// <summary>The entropy of the token that the model was least sure of.</summary>
    public double? MaxEntropy { get; init; }

    /// <summary>The score of the best passage in its prompt; null where the prompt held none.</summary>
    public double? BestScore { get; init; }

    /// <summary>The paths of the documents in its prompt, joined by new lines; null for none.</summary>
    public string? Paths { get; init; }

    /// <summary>What another version answered to the same question; null where none did.</summary>
    public string? OtherAnswer { get; init; }

    /// <summary>The agent who took it on; null for nobody.</summary>
    public string? Assignee { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }
}
