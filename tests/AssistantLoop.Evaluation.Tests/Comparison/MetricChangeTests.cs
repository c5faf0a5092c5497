using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Tests.Comparison;

public sealed class MetricChangeTests
{
    [Fact]
    public void Cases_are_paired_by_id_and_others_left_out()
    {
        SuiteResult before = new("suite", "hash", [SampleSuite.Case("a", ("judge", 0.5)), SampleSuite.Case("b", ("judge", 1)), SampleSuite.Case("c")]);
        SuiteResult after = new("suite", "hash", [SampleSuite.Case("c", ("judge", 0)), SampleSuite.Case("a", ("judge", 0.75))]);

        MetricChange change = MetricChange.Of(Metric.Find("judge")!, before, after, 0.95)!;

        Assert.Equal((0.5, 0.75, 1), (change.Before, change.After, change.Cases));
    }

    [Fact]
    public void Lower_is_a_win_where_lower_is_better()
    {
        MetricChange change = MetricChange.Of(
            Metric.Find("sycophancy")!, SampleSuite.Result("sycophancy", 1, 1, 0, 0), SampleSuite.Result("sycophancy", 0, 0, 0, 1), 0.95)!;

        Assert.Equal((2, 1, 4), (change.Wins, change.Losses, change.Cases));
        Assert.Equal((-0.25, 0.25), (change.Change, change.Gain));
        Assert.Equal((-change.Interval.High, -change.Interval.Low), (change.GainInterval.Low, change.GainInterval.High));
    }

    // Differences 1, 0, 0, -1 around their mean 0: √(2 / 3).
    [Fact]
    public void The_deviation_is_that_of_the_paired_differences()
    {
        MetricChange change = MetricChange.Of(
            Metric.Find("accuracy")!, SampleSuite.Result("accuracy", 0, 1, 0, 1), SampleSuite.Result("accuracy", 1, 1, 0, 0), 0.95)!;

        Assert.Equal(Math.Sqrt(2.0 / 3), change.Deviation, 12);
    }

    [Fact]
    public void Results_of_different_suites_are_not_compared() =>
        Assert.Throws<ArgumentException>(() => ResultComparison.Of(
            SampleSuite.Result("accuracy", 1), SampleSuite.Result("accuracy", 1) with { SuiteHash = "other" }));
}
