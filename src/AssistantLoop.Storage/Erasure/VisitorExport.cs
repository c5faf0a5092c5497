namespace AssistantLoop.Storage.Erasure;

/// <summary>All that is kept of a visitor, to be given to them.</summary>
public sealed record VisitorExport
{
    public required string Visitor { get; init; }

    public required DateTimeOffset ExportedAt { get; init; }

    public required IReadOnlyList<ExportedConversation> Conversations { get; init; }

    /// <summary>Their ratings, of others' answers too.</summary>
    public required IReadOnlyList<ExportedRating> Ratings { get; init; }

    /// <summary>Better answers that they suggested.</summary>
    public required IReadOnlyList<ExportedSuggestion> Suggestions { get; init; }
}

/// <summary>A rating.</summary>
public sealed record ExportedRating
{
    public required Guid MessageId { get; init; }
    public required string Direction { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset RatedAt { get; init; }
}

/// <summary>A suggested answer.</summary>
public sealed record ExportedSuggestion
{
    public required Guid MessageId { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset SuggestedAt { get; init; }
}
