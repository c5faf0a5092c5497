namespace AssistantLoop.Retrieval.Ingest.Sandbox;

/// <summary>What parsing one document may cost.</summary>
public sealed record ParserLimits
{
    /// <summary>From the process's start to its answer.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of memory that the process may use, its code included.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of its answer.</summary>
    public int ReplyBytes { get; init; } = 128 << 20;

    /// <summary>Processes at once.</summary>
    public int Processes { get; init; } = 2;

    /// <summary>How long a document waits for a process.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(2);
}
