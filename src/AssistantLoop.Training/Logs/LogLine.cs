namespace AssistantLoop.Training.Logs;

/// <summary>One step of a run, as its log keeps it.</summary>
public sealed record LogLine
{
    public required int Step { get; init; }

    public required int Epoch { get; init; }

    /// <summary>The step's loss, in the objective's unit: for imitation nats a token.</summary>
    public required double Loss { get; init; }

    /// <summary>On the steps that measured it.</summary>
    public double? HeldOutLoss { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Euclidean norm of the step's gradient before it was clipped.</summary>
    public required double GradientNorm { get; init; }

    public required double TokensPerSecond { get; init; }

    /// <summary>How long the rest of the run will take, as far as can be told.</summary>
    public required double SecondsLeft { get; init; }

    /// <summary>What else the objectives measured, such as rewards/accuracy.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The line of what a run tells of a step.</summary>
    public static LogLine Of(TrainingProgress at) => new()
    {
        Step = at.Step,
        Epoch = at.Epoch,
        Loss = at.Loss,
        HeldOutLoss = at.HeldOutLoss,
        LearningRate = at.LearningRate,
        GradientNorm = at.GradientNorm,
        TokensPerSecond = at.TokensPerSecond,
        SecondsLeft = at.Remaining.TotalSeconds,
        Metrics = at.Metrics,
    };

    /// <summary>Every number but the step under the name that it has in the log.</summary>
    internal IEnumerable<KeyValuePair<string, double>> Scalars()
    {
        yield return new("epoch", Epoch);
        yield return new("loss", Loss);
        if (HeldOutLoss is { } heldOut) yield return new("heldOutLoss", heldOut);
        yield return new("learningRate", LearningRate);
        yield return new("gradientNorm", GradientNorm);
        yield return new("tokensPerSecond", TokensPerSecond);
        yield return new("secondsLeft", SecondsLeft);
        foreach (KeyValuePair<string, double> metric in Metrics) yield return metric;
    }
}
