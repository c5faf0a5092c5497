namespace AssistantLoop.Evaluation.Metrics;

/// <summary>How one version did on a suite.</summary>
/// <param name="Suite">The suite's name.</param>
/// <param name="SuiteHash">SHA-256 of the suite's file; results compare only where it is equal.</param>
/// <param name="Cases">One result a case, in the suite's order.</param>
public sealed record SuiteResult(string Suite, string SuiteHash, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>Metric name to the values that it is made of.</summary>
    public IReadOnlyDictionary<string, MetricSeries> Series { get; } = MetricSeries.Of(Cases);

    /// <summary>Metric name to value; <see cref="Metric.All"/> says what each means.</summary>
    public IReadOnlyDictionary<string, double> Metrics =>
        field ??= new SortedDictionary<string, double>(
            Series.ToDictionary(metric => metric.Key, metric => metric.Value.Summary(metric.Key)), StringComparer.Ordinal);
}
