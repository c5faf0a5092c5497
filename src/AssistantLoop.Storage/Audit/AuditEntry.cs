namespace AssistantLoop.Storage.Audit;

/// <summary>One row of the audit log: who did what to what, and the hash that chains it to the row before.</summary>
public sealed record AuditEntry
{
    /// <summary>Position in the tenant's log, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A person's or process's name, such as "owner" or a worker id.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, such as "version.promoted".</summary>
    public required string Action { get; init; }

    /// <summary>The id of what it was done to.</summary>
    public required string Subject { get; init; }

    /// <summary>A JSON object with the particulars.</summary>
    public required string Details { get; init; }

    /// <summary>SHA-256, lower-case hex, over the previous row's hash and this row.</summary>
    public required string Hash { get; init; }
}
