namespace AssistantLoop.Training.Tuning;

/// <summary>
/// Where a run stands, apart from its weights: what each step's loss was, what the held-out measurements gave, and how
/// many since the best were worse. The order of the examples follows from the seed and the step.
/// </summary>
internal sealed record TuningState
{
    public required string RunKey { get; init; }

    public IReadOnlyList<Judgement> Steps { get; init; } = [];

    public Judgement? Before { get; init; }

    public Judgement? Last { get; init; }

    public Judgement? Best { get; init; }

    public int Worse { get; init; }

    public long Tokens { get; init; }

    /// <summary>Of training, resumed parts together.</summary>
    public double Seconds { get; init; }
}
