namespace AssistantLoop.Training;

/// <summary>
/// How far a run is, once a step. <c>Loss</c> is the step's weighted mean in nats a token, <c>HeldOutLoss</c> is set on
/// the steps that measured it, and <c>Steps</c> is an estimate where a run is bounded by time.
/// </summary>
public sealed record TrainingProgress(
    int Step, int Steps, int Epoch, double Loss, double? HeldOutLoss, double TokensPerSecond, TimeSpan Remaining)
{
    /// <summary>Of the step, after warm-up and decay.</summary>
    public double LearningRate { get; init; }

    /// <summary>Euclidean norm of the step's gradient before it was cut.</summary>
    public double GradientNorm { get; init; }

    /// <summary>Further figures of the step, such as rewards/accuracy.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}
