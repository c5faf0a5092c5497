namespace AssistantLoop.Storage.Workers;

/// <summary>A training worker's process and when it last said that it lives.</summary>
public sealed record WorkerHeartbeat
{
    /// <summary>The name under which it leases runs.</summary>
    public required string Id { get; init; }

    public required string Host { get; init; }

    public required int ProcessId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset LastSeen { get; init; }
}
