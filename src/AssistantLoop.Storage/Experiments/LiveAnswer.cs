namespace AssistantLoop.Storage.Experiments;

/// <summary>An answer that a visitor got, with what its worth can be told from.</summary>
public sealed record LiveAnswer
{
    public required Guid Id { get; init; }

    /// <summary>
    /// Who got it: the visitor, or, where all of the HTTP API's callers share one name, the conversation.
    /// </summary>
    public required string Visitor { get; init; }

    public required Guid VersionId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The visitor's question.</summary>
    public required string Question { get; init; }

    public required string Text { get; init; }

    /// <summary>Whether it failed for want of the assistant, not because the visitor stopped it.</summary>
    public required bool Failed { get; init; }

    /// <summary>The passages that the prompt held, as JSON.</summary>
    public string? Passages { get; init; }

    /// <summary>The visitor's own thumb: true up, false down, null none.</summary>
    public bool? Up { get; init; }

    /// <summary>When the thumb was given.</summary>
    public DateTimeOffset? RatedAt { get; init; }

    /// <summary>When the visitor asked for another answer in its place; null where not.</summary>
    public DateTimeOffset? AgainAt { get; init; }
}
