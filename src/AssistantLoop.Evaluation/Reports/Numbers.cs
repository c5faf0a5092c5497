using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;
using static System.FormattableString;

namespace AssistantLoop.Evaluation.Reports;

/// <summary>How reports write numbers: shares in per cent, all else in its unit.</summary>
internal static class Numbers
{
    public static string Value(Metric metric, double value) => double.IsNaN(value) ? "not measured" : metric.Unit switch
    {
        "" => Invariant($"{value * 100:0.0} %"),
        "ms" => Invariant($"{value:0} ms"),
        "tokens" => Invariant($"{value:0.0}"),
        _ => Invariant($"{value:0.000}"),
    };

    /// <summary>With its sign; shares change by percentage points.</summary>
    public static string Change(Metric metric, double change) => metric.Unit switch
    {
        "" => Invariant($"{change * 100:+0.0;−0.0;0.0}"),
        "ms" => Invariant($"{change:+0;−0;0}"),
        "tokens" => Invariant($"{change:+0.0;−0.0;0.0}"),
        _ => Invariant($"{change:+0.000;−0.000;0.000}"),
    };

    public static string Range(Metric metric, Interval interval) => $"{Change(metric, interval.Low)} to {Change(metric, interval.High)}";

    public static string Probability(double value) => value < 0.001 ? "< 0.001" : Invariant($"{value:0.000}");

    /// <summary>What the interval lets one say.</summary>
    public static string Verdict(MetricChange change) => change.Cases < PairedBootstrap.LeastCases ? "too few cases" : change.GainInterval switch
    {
        { Low: > 0 } => "better",
        { High: < 0 } => "worse",
        { Low: 0, High: 0 } => "equal",
        _ => "no clear change",
    };

    /// <summary>A gate's requirement in words, in the metric's unit.</summary>
    public static string Requirement(GateRequirement requirement)
    {
        Metric metric = requirement.Metric;
        string worsens = metric.HigherIsBetter ? "fall" : "rise";
        string points = metric.Unit.Length == 0 ? Invariant($"{requirement.Value * 100:0.#} points") : Value(metric, requirement.Value);
        string words = requirement.Bound switch
        {
            GateBound.ImproveBy => $"must {(metric.HigherIsBetter ? "rise" : "fall")} by {points}",
            GateBound.MayWorsenBy => $"may {worsens} by {points} at most",
            GateBound.MayWorsenByPercent => Invariant($"may {worsens} by {requirement.Value:0.#} % at most"),
            GateBound.AtLeast => $"must be at least {Value(metric, requirement.Value)}",
            _ => $"must be at most {Value(metric, requirement.Value)}",
        };
        return requirement.Confidence is { } sure ? Invariant($"{words}, with {sure * 100:0.#} % confidence") : words;
    }

    public static string Seconds(double seconds) => seconds < 90 ? Invariant($"{seconds:0.0} s") : Invariant($"{seconds / 60:0.0} min");

    public static string Bytes(long bytes) => Invariant($"{bytes / 1048576.0:0} MB");
}
