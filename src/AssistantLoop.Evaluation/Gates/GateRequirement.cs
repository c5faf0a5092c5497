using AssistantLoop.Evaluation.Metrics;
using static System.FormattableString;

namespace AssistantLoop.Evaluation.Gates;

/// <summary>What one metric must do.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Bound">What the number binds.</param>
/// <param name="Value">The number, as the file says it.</param>
/// <param name="Confidence">The confidence with which it must hold, or null where the measured value decides.</param>
/// <param name="Veto">Whether a breach rejects whatever else is met.</param>
public sealed record GateRequirement(Metric Metric, GateBound Bound, double Value, double? Confidence, bool Veto)
{
    /// <summary>The least gain (positive is better) that meets the requirement, from a value before.</summary>
    public double LeastGain(double before) => Bound switch
    {
        GateBound.ImproveBy => Value,
        GateBound.MayWorsenBy => -Value,
        GateBound.MayWorsenByPercent => -Value / 100 * Math.Abs(before),
        GateBound.AtLeast => Value - before,
        _ => before - Value,
    };

    /// <summary>The requirement in words.</summary>
    public override string ToString() => Words + Sureness;

    private string Words => Bound switch
    {
        GateBound.ImproveBy => Invariant($"needs {(Metric.HigherIsBetter ? "+" : "-")}{Value:0.000}"),
        GateBound.MayWorsenBy => Invariant($"may {Direction} by {Value:0.###}"),
        GateBound.MayWorsenByPercent => Invariant($"may {Direction} by {Value:0.###} %"),
        GateBound.AtLeast => Invariant($"at least {Value:0.###}"),
        _ => Invariant($"at most {Value:0.###}"),
    };

    private string Sureness => Confidence is { } sure ? Invariant($" at {sure * 100:0.##} %") : "";

    private string Direction => Metric.HigherIsBetter ? "fall" : "rise";
}

/// <summary>What a requirement's number binds.</summary>
public enum GateBound
{
    /// <summary>The least improvement.</summary>
    ImproveBy,

    /// <summary>The most by which it may get worse.</summary>
    MayWorsenBy,

    /// <summary>The most by which it may get worse, in per cent of the value before.</summary>
    MayWorsenByPercent,

    /// <summary>The least value after.</summary>
    AtLeast,

    /// <summary>The greatest value after.</summary>
    AtMost,
}
