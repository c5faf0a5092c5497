namespace AssistantLoop.Training.Tests;

/// <summary>Keeps what a run tells, at once and in order.</summary>
internal sealed class Recorder : IProgress<TrainingProgress>
{
    public List<TrainingProgress> All { get; } = [];

    public Action<TrainingProgress>? Each { get; init; }

    public void Report(TrainingProgress value)
    {
        All.Add(value);
        Each?.Invoke(value);
    }
}
