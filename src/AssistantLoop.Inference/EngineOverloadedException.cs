namespace AssistantLoop.Inference;

/// <summary>Every slot is taken and the queue is full. Try again after <see cref="RetryAfter"/>.</summary>
public sealed class EngineOverloadedException(int waiting, TimeSpan retryAfter)
    : Exception($"The engine is full: {waiting} requests are waiting. Try again in {retryAfter.TotalSeconds:0} s.")
{
    /// <summary>Requests in the queue when this one was refused.</summary>
    public int Waiting { get; } = waiting;

    /// <summary>When a place is likely to be free, worked out from how long recent requests took; at least a
    /// second.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
