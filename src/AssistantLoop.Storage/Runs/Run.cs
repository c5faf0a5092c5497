namespace AssistantLoop.Storage.Runs;

/// <summary>One entry of the training queue.</summary>
public sealed record Run
{
    public required string Tenant { get; init; }

    public required Guid Id { get; init; }

    /// <summary>What is to be done, such as "sft".</summary>
    public required string Kind { get; init; }

    public required RunState State { get; init; }

    /// <summary>All hyper-parameters, as JSON.</summary>
    public required string Recipe { get; init; }

    public string? DataSetHash { get; init; }

    public required string RequestedBy { get; init; }

    /// <summary>Why it was asked for, such as "20 new corrections".</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Of a failed run: why, in one line.</summary>
    public string? Error { get; init; }

    /// <summary>What came of it, as JSON.</summary>
    public string? Result { get; init; }

    /// <summary>Someone asked to stop it; its worker sees this when it renews its lease.</summary>
    public required bool CancelRequested { get; init; }

    /// <summary>The worker that holds it, while one does.</summary>
    public string? LeaseOwner { get; init; }

    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>How many times it was leased.</summary>
    public required long Fence { get; init; }

    /// <summary>How many workers lost it: they let their lease expire, as one does that was killed.</summary>
    public required int Lost { get; init; }
}
