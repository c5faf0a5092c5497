using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>How one case went.</summary>
/// <param name="Id">The case's id.</param>
/// <param name="Question">What was asked last.</param>
/// <param name="Answer">What was answered last.</param>
/// <param name="Values">Metric name to value, for the metrics that apply to the case.</param>
public sealed record CaseResult(string Id, string Question, string Answer, IReadOnlyDictionary<string, double> Values)
{
    // The metrics that say whether the case was answered well; a case is scored by those that it has.
    private static readonly string[] s_scored =
        [MetricNames.Accuracy, MetricNames.Citation, MetricNames.Style, MetricNames.Refusal, MetricNames.Json, MetricNames.Executable];

    /// <summary>What the case looks at.</summary>
    public CaseKind Kind { get; init; }

    /// <summary>How it was made from the case <see cref="Of"/>.</summary>
    public CaseVariant Variant { get; init; }

    /// <summary>The case that this is a variant of, or null.</summary>
    public string? Of { get; init; }

    /// <summary>The earlier turns with their answers.</summary>
    public IReadOnlyList<Exchange> Earlier { get; init; } = [];

    /// <summary>The expected facts that the last answer holds.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>The titles of the passages that the answer cites.</summary>
    public IReadOnlyList<string> Cited { get; init; } = [];

    /// <summary>Whether the answer says that it does not know.</summary>
    public bool Refused { get; init; }

    /// <summary>From question to whole answer; null where the case was not timed.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>
    /// The mean of what applies of accuracy, citation, style, refusal, json and executable; the mean of everything where
    /// none does.
    /// </summary>
    public double Score { get; } = ScoreOf(Values);

    /// <summary>A metric's value, or null where it does not apply.</summary>
    public double? Value(string metric) => Values.TryGetValue(metric, out double value) ? value : null;

    private static double ScoreOf(IReadOnlyDictionary<string, double> values)
    {
        double[] scored = [.. s_scored.Where(values.ContainsKey).Select(metric => values[metric])];
        return scored.Length > 0 ? scored.Average() : values.Values.DefaultIfEmpty(0).Average();
    }
}

/// <summary>A question and its answer.</summary>
public sealed record Exchange(string Question, string Answer);
