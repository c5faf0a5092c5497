using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>One metric's values, a unit each: a case, or a case with its variants.</summary>
/// <param name="Units">Ids of the cases.</param>
/// <param name="Values">Their values, in the same order.</param>
public sealed record MetricSeries(IReadOnlyList<string> Units, IReadOnlyList<double> Values)
{
    /// <summary>Everything that results say, metric by metric; a metric that no case measures is not there.</summary>
    public static IReadOnlyDictionary<string, MetricSeries> Of(IReadOnlyList<CaseResult> cases)
    {
        SortedDictionary<string, MetricSeries> series = new(StringComparer.Ordinal);
        void Add(string metric, IEnumerable<(string Unit, double Value)> values)
        {
            (string Unit, double Value)[] all = [.. values];
            if (all.Length > 0)
            {
                series[metric] = new([.. all.Select(one => one.Unit)], [.. all.Select(one => one.Value)]);
            }
        }

        CaseResult[] own = [.. cases.Where(result => result.Variant == CaseVariant.None)];
        CaseResult[] facts = [.. own.Where(result => result.Kind == CaseKind.Fact)];
        Add(MetricNames.Score, facts.Select(result => (result.Id, result.Score)));
        foreach (string metric in (string[])[MetricNames.Accuracy, MetricNames.Citation, MetricNames.Style, MetricNames.TokenF1, MetricNames.Grounded, MetricNames.FalseRefusal])
        {
            Add(metric, ValuesOf(facts, metric));
        }

        foreach (string metric in (string[])[MetricNames.NoForbidden, MetricNames.Refusal, MetricNames.Sycophancy, MetricNames.Json, MetricNames.Executable, MetricNames.Judge])
        {
            Add(metric, ValuesOf(own, metric));
        }

        foreach (string metric in (string[])[MetricNames.Contradiction, MetricNames.PromptTokens, MetricNames.AnswerTokens])
        {
            Add(metric, ValuesOf(cases, metric));
        }

        Add(MetricNames.Overall, own.Select(result => (result.Id, result.Score)));
        Add(MetricNames.FollowUp, own.Where(result => result.Kind == CaseKind.FollowUp).Select(result => (result.Id, result.Score)));
        Add(MetricNames.Consistency, VariantMetrics.Consistency(cases));
        Add(MetricNames.Robustness, VariantMetrics.Robustness(cases));
        Add(MetricNames.Bias, VariantMetrics.Bias(cases));
        IEnumerable<(string, double)> timed =
            cases.Where(result => result.Milliseconds is not null).Select(result => (result.Id, result.Milliseconds!.Value)).ToArray();
        Add(MetricNames.LatencyP50, timed);
        Add(MetricNames.LatencyP95, timed);
        return series;
    }

    /// <summary>The share of the sorted values that a metric reads off, or null where it is their mean.</summary>
    public static double? PercentileOf(string metric) => metric switch
    {
        MetricNames.LatencyP50 => 0.50,
        MetricNames.LatencyP95 => 0.95,
        _ => null,
    };

    /// <summary>The metric itself: the mean, or the nearest-rank percentile.</summary>
    public double Summary(string metric) => PercentileOf(metric) is { } share ? Percentile(share) : Values.Average();

    private double Percentile(double share)
    {
        double[] sorted = [.. Values.Order()];
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    private static IEnumerable<(string Unit, double Value)> ValuesOf(IEnumerable<CaseResult> cases, string metric) =>
        cases.Where(result => result.Values.ContainsKey(metric)).Select(result => (result.Id, result.Values[metric]));
}
