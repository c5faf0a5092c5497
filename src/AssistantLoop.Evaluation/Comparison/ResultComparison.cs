using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Comparison;

/// <summary>Two results of one suite, side by side: every metric and every case.</summary>
/// <param name="Metrics">The metrics that both results have, in the order of reports.</param>
/// <param name="Adjusted">The sign tests' probabilities by Holm's method over all metrics, in the same order.</param>
/// <param name="Cases">The cases, in the suite's order.</param>
public sealed record ResultComparison(
    IReadOnlyList<MetricChange> Metrics, IReadOnlyList<double> Adjusted, IReadOnlyList<CaseChange> Cases)
{
    /// <summary>The confidence of a report's intervals.</summary>
    public const double Confidence = 0.95;

    /// <summary>Compares two results.</summary>
    /// <exception cref="ArgumentException">They are of different suites.</exception>
    public static ResultComparison Of(SuiteResult before, SuiteResult after)
    {
        if (before.SuiteHash != after.SuiteHash)
        {
            throw new ArgumentException("The results are of different suites and cannot be compared.", nameof(after));
        }

        MetricChange[] metrics =
        [
            .. Metric.All.Select(metric => MetricChange.Of(metric, before, after, Confidence)).OfType<MetricChange>(),
        ];
        Dictionary<string, CaseResult> old = before.Cases.ToDictionary(result => result.Id);
        return new(
            metrics,
            SignTest.Holm([.. metrics.Select(change => change.SignTest)]),
            [.. after.Cases.Where(result => old.ContainsKey(result.Id)).Select(result => new CaseChange(old[result.Id], result))]);
    }
}

/// <summary>One case before and after.</summary>
public sealed record CaseChange(CaseResult Before, CaseResult After)
{
    /// <summary>How much the case's score rose.</summary>
    public double Change => After.Score - Before.Score;
}
