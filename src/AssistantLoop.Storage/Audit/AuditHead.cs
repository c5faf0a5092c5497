namespace AssistantLoop.Storage.Audit;

/// <summary>
/// A tenant's newest row. Noted outside of the database, it shows a chain that somebody with access to the database
/// recomputed or cut short.
/// </summary>
public sealed record AuditHead
{
    /// <summary>The row's number.</summary>
    public required long Sequence { get; init; }

    /// <summary>The row's hash.</summary>
    public required string Hash { get; init; }
}
