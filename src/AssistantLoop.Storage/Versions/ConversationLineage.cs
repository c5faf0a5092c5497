namespace AssistantLoop.Storage.Versions;

/// <summary>What stands behind a conversation's answers, and where its feedback went.</summary>
/// <param name="Answers">The versions that answered, each with how many answers.</param>
/// <param name="Feedback">The feedback on it that training may use, each with what it went into.</param>
public sealed record ConversationLineage(
    IReadOnlyList<AnsweringVersion> Answers, IReadOnlyList<FeedbackTrace> Feedback);

/// <summary>A version that answered in a conversation, with what it was made from.</summary>
public sealed record AnsweringVersion
{
    public required Guid VersionId { get; init; }
    public required int VersionNumber { get; init; }
    public required int Answers { get; init; }
    public Guid? RunId { get; init; }
    public string? DataSetHash { get; init; }
}

/// <summary>
/// One piece of feedback and one data set that holds it, with a version trained on that; null where there is none yet.
/// </summary>
public sealed record FeedbackTrace
{
    public required Guid PairId { get; init; }

    /// <summary>Correction, up, down …</summary>
    public required string Kind { get; init; }

    public required Guid MessageId { get; init; }
    public string? DataSetHash { get; init; }
    public int? VersionNumber { get; init; }
}

/// <summary>A conversation in the lineage of a version.</summary>
public sealed record LineageConversation
{
    public required Guid Id { get; init; }
    public required string Visitor { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Answers by the version, or pieces of feedback that it was trained on.</summary>
    public required int Count { get; init; }
}
