namespace AssistantLoop.Storage.Versions;

/// <summary>One promotion of a version and, where it was undone, its rollback.</summary>
public sealed record Serving
{
    /// <summary>1, 2, 3… within the tenant.</summary>
    public required int Sequence { get; init; }

    public required Guid VersionId { get; init; }

    /// <summary>The version's number.</summary>
    public required int VersionNumber { get; init; }

    public required DateTimeOffset PromotedAt { get; init; }

    public required string PromotedBy { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset? RolledBackAt { get; init; }

    public string? RolledBackBy { get; init; }

    public string? RollbackReason { get; init; }
}
