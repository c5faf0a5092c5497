namespace AssistantLoop.Storage.Feedback;

/// <summary>All that was said about one answer, each list oldest first.</summary>
public sealed record MessageFeedback(
    IReadOnlyList<Rating> Ratings,
    IReadOnlyList<Flag> Flags,
    IReadOnlyList<Correction> Corrections,
    IReadOnlyList<Suggestion> Suggestions);

/// <summary>One visitor's rating of an answer.</summary>
public sealed record Rating
{
    public required string Visitor { get; init; }
    public required RatingDirection Direction { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset RatedAt { get; init; }
}

/// <summary>A label that someone put on an answer, such as "wrong" or "rude".</summary>
public sealed record Flag
{
    public required string Author { get; init; }
    public required string Label { get; init; }
    public required DateTimeOffset FlaggedAt { get; init; }
}

/// <summary>The answer as its author says it should have been.</summary>
public sealed record Correction
{
    public required Guid Id { get; init; }
    public required string Author { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset CorrectedAt { get; init; }
}

/// <summary>A better answer that a visitor suggested.</summary>
public sealed record Suggestion
{
    public required string Visitor { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset SuggestedAt { get; init; }
}
