namespace AssistantLoop.Storage.Runs;

/// <summary>A line of a run's progress, numbered from 1 within the run.</summary>
public sealed record RunProgress
{
    public required int Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The line, as JSON.</summary>
    public required string Content { get; init; }
}
