namespace AssistantLoop.Evaluation.Metrics;

/// <summary>How one version did on a suite.</summary>
/// <param name="Suite">The suite's name.</param>
/// <param name="SuiteHash">SHA-256 of the suite's file; results compare only where it is equal.</param>
/// <param name="Cases">One result a case, in the suite's order.</param>
public sealed record SuiteResult(string Suite, string SuiteHash, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>Metric name to value: score, accuracy, citation and style (0 to 1), latency_p50_ms, latency_p95_ms.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; } = Measure(Cases);

    private static SortedDictionary<string, double> Measure(IReadOnlyList<CaseResult> cases)
    {
        SortedDictionary<string, double> metrics = new(StringComparer.Ordinal)
        {
            ["score"] = cases.Average(result => result.Score),
            ["accuracy"] = cases.Average(result => result.Accuracy),
            ["latency_p50_ms"] = Percentile(cases, 0.50),
            ["latency_p95_ms"] = Percentile(cases, 0.95),
        };
        if (cases.Select(result => result.Citation).OfType<double>().ToArray() is { Length: > 0 } citations)
        {
            metrics["citation"] = citations.Average();
        }

        if (cases.Select(result => result.Style).OfType<double>().ToArray() is { Length: > 0 } styles)
        {
            metrics["style"] = styles.Average();
        }

        return metrics;
    }

    /// <summary>Nearest-rank percentile.</summary>
    private static double Percentile(IReadOnlyList<CaseResult> cases, double share)
    {
        double[] sorted = [.. cases.Select(result => result.Milliseconds).Order()];
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
