using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Comparison;

/// <summary>One metric before and after, over the cases that both versions were measured on.</summary>
/// <param name="Metric">What the number means.</param>
/// <param name="Before">The value before.</param>
/// <param name="After">The value after.</param>
/// <param name="Interval">Of after less before.</param>
/// <param name="Deviation">Standard deviation of the changes of the cases.</param>
/// <param name="Wins">Cases that got better.</param>
/// <param name="Losses">Cases that got worse.</param>
/// <param name="Cases">All cases, those that stayed included.</param>
/// <param name="SignTest">The exact sign test's two-sided probability.</param>
public sealed record MetricChange(
    Metric Metric, double Before, double After, Interval Interval, double Deviation, int Wins, int Losses, int Cases, double SignTest)
{
    /// <summary>After less before.</summary>
    public double Change => After - Before;

    /// <summary>The change where positive is better.</summary>
    public double Gain => Metric.Gain(Before, After);

    /// <summary>The interval of <see cref="Gain"/>.</summary>
    public Interval GainInterval => Metric.HigherIsBetter ? Interval : new(-Interval.High, -Interval.Low);

    /// <summary>Compares one metric; null where either result does not measure it.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="before">The result before.</param>
    /// <param name="after">The result after.</param>
    /// <param name="confidence">Of the interval, two-sided.</param>
    public static MetricChange? Of(Metric metric, SuiteResult before, SuiteResult after, double confidence)
    {
        string name = metric.Name.StartsWith(MetricNames.General, StringComparison.Ordinal)
            ? metric.Name[MetricNames.General.Length..]
            : metric.Name;
        if (!before.Series.TryGetValue(name, out MetricSeries? old) || !after.Series.TryGetValue(name, out MetricSeries? now))
        {
            return null;
        }

        Dictionary<string, double> known = old.Units.Zip(old.Values).ToDictionary(one => one.First, one => one.Second);
        (string Unit, double Old, double Now)[] pairs =
        [
            .. now.Units.Zip(now.Values).Where(one => known.ContainsKey(one.First))
                .Select(one => (one.First, known[one.First], one.Second)),
        ];
        if (pairs.Length == 0)
        {
            return null;
        }

        string[] units = [.. pairs.Select(pair => pair.Unit)];
        double[] olds = [.. pairs.Select(pair => pair.Old)], nows = [.. pairs.Select(pair => pair.Now)];
        double[] differences = [.. pairs.Select(pair => pair.Now - pair.Old)];
        int ups = differences.Count(change => change > 1e-9), downs = differences.Count(change => change < -1e-9);
        return new(
            metric,
            new MetricSeries(units, olds).Summary(name),
            new MetricSeries(units, nows).Summary(name),
            MetricSeries.PercentileOf(name) is { } share
                ? PairedBootstrap.OfPercentile(olds, nows, share, confidence)
                : PairedBootstrap.OfMean(differences, confidence),
            DeviationOf(differences),
            metric.HigherIsBetter ? ups : downs,
            metric.HigherIsBetter ? downs : ups,
            pairs.Length,
            Comparison.SignTest.TwoSided(ups, downs));
    }

    private static double DeviationOf(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
