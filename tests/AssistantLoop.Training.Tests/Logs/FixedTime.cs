namespace AssistantLoop.Training.Tests.Logs;

/// <summary>A clock that stands still.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    /// <summary>1,700,000,000.5 seconds after 1970 began.</summary>
    public static readonly FixedTime Clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500));

    public override DateTimeOffset GetUtcNow() => now;
}
