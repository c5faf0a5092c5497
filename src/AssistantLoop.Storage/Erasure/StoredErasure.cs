namespace AssistantLoop.Storage.Erasure;

/// <summary>An erasure that was done.</summary>
public sealed record StoredErasure
{
    public required Guid Id { get; init; }

    /// <summary>The visitor's pseudonym.</summary>
    public required string VisitorHash { get; init; }

    public required ErasurePolicy Policy { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary><see cref="ErasureCounts"/> as JSON.</summary>
    public required string Counts { get; init; }

    /// <summary>When the last trace was gone from the files; null while that is outstanding.</summary>
    public DateTimeOffset? ScrubbedAt { get; init; }
}
