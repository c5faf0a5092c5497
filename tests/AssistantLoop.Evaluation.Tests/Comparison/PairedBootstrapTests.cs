using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Tests.Comparison;

public sealed class PairedBootstrapTests
{
    private static readonly double[] s_five = [0.3, -0.1, 0.8, 0.25, -0.4];

    // All 5^5 resamples are as likely as each other: the ends of the exact distribution are known by counting.
    [Theory]
    [InlineData(0.95)]
    [InlineData(0.80)]
    public void The_interval_agrees_with_all_resamples_counted(double confidence)
    {
        double[] means =
        [
            .. Enumerable.Range(0, 3125).Select(number =>
                Enumerable.Range(0, 5).Average(place => s_five[number / (int)Math.Pow(5, place) % 5])).Order(),
        ];
        double tail = (1 - confidence) / 2;

        Interval interval = PairedBootstrap.OfMean(s_five, confidence);

        Assert.Equal(means[(int)(tail * 3125)], interval.Low, 0.03);
        Assert.Equal(means[(int)((1 - tail) * 3125)], interval.High, 0.03);
    }

    // 200 changes of which half are 0 and half 1: the mean's deviation is 0.5 / √200 = 0.03536, so 0.5 ± 1.96 × 0.03536.
    [Fact]
    public void Many_cases_agree_with_the_normal_law()
    {
        Interval interval = PairedBootstrap.OfMean([.. Enumerable.Range(0, 200).Select(at => (double)(at % 2))], 0.95);

        Assert.Equal(0.4307, interval.Low, 0.005);
        Assert.Equal(0.5693, interval.High, 0.005);
    }

    [Fact]
    public void Equal_data_give_equal_intervals() =>
        Assert.Equal(PairedBootstrap.OfMean(s_five, 0.95), PairedBootstrap.OfMean(s_five, 0.95));

    [Fact]
    public void A_change_that_all_cases_share_is_certain() => Assert.Equal(new(0.25, 0.25), PairedBootstrap.OfMean([0.25, 0.25, 0.25], 0.95));

    [Fact]
    public void A_percentile_that_moves_with_every_case_is_certain()
    {
        double[] before = [.. Enumerable.Range(1, 40).Select(at => at * 10.0)], after = [.. before.Select(value => value + 100)];

        Assert.Equal(new(100, 100), PairedBootstrap.OfPercentile(before, after, 0.95, 0.95));
    }

    // The median of one case in three equally likely draws; before is constant, so the interval is that of after's median.
    [Fact]
    public void A_percentiles_interval_spans_what_resamples_can_reach() =>
        Assert.Equal(new(0, 20), PairedBootstrap.OfPercentile([10, 10, 10], [10, 20, 30], 0.5, 0.95));
}
