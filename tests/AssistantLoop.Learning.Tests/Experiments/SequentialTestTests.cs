using AssistantLoop.Learning.Experiments;

namespace AssistantLoop.Learning.Tests.Experiments;

public sealed class SequentialTestTests
{
    private const double Level = 0.05;

    [Fact]
    public void The_evidence_of_three_blocks_is_that_worked_by_hand()
    {
        SequentialTest test = new(1, 1);
        AddBlock(test, false, true);
        Assert.Equal(1, test.Higher);
        // Guesses 0.18 / 1.36 and 1.18 / 1.36 against 1/2 in both: (1.18 / 1.36 / 0.5)^2.
        AddBlock(test, false, true);
        Assert.Equal(3.0112457, test.Higher, 6);
        // Guesses 0.18 / 2.36 and 2.18 / 2.36: now both are marked, (0.18 / 2.36 / 0.5) * (2.18 / 2.36 / 0.5).
        AddBlock(test, true, true);
        Assert.Equal(3.0112457 * 0.2818155, test.Higher, 6);
        Assert.Equal(1, test.Lower);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 1)]
    [InlineData(1, 4)]
    public void Under_every_point_of_a_null_hypothesis_a_block_multiplies_the_evidence_by_one_at_most_on_average(
        int controls, int treatments)
    {
        double[] guesses = [0.02, 0.2, 0.5, 0.75, 0.97];
        double[] differences = [-0.3, -0.05, 0, 0.1, 0.4];
        foreach ((double c, double t, double difference) in
            from c in guesses from t in guesses from difference in differences select (c, t, difference))
        {
            (double Control, double Treatment) nearest =
                SequentialTest.Nearest((c, t), difference, controls, treatments);
            for (double p = 0.01; p < 1; p += 0.07)
            {
                if (p + difference is <= 0 or >= 1)
                {
                    continue;
                }

                double mean = 0;
                for (int y = 0; y <= controls; y++)
                {
                    for (int z = 0; z <= treatments; z++)
                    {
                        mean += Binomial(controls, y, p) * Binomial(treatments, z, p + difference)
                            * Math.Exp(SequentialTest.LogFactor((y, controls), (z, treatments), (c, t), nearest));
                    }
                }

                Assert.True(mean <= 1 + 1e-6, $"{mean} at guess ({c}, {t}), null {p} + {difference}");
            }
        }
    }

    [Fact]
    public void The_nearest_point_with_equal_shares_is_the_weighted_mean()
    {
        (double control, double treatment) = SequentialTest.Nearest((0.2, 0.6), 0, 3, 1);

        Assert.Equal(0.3, control, 9);
        Assert.Equal(0.3, treatment, 9);
    }

    [Theory]
    [InlineData(0.1, 0.5)]
    [InlineData(0.4, 0.5)]
    [InlineData(0.1, 0.1)]
    public void Looked_at_after_every_visitor_a_true_null_is_rejected_no_more_often_than_its_level(double rate, double share)
    {
        const int Runs = 500;
        int rejected = 0;
        int outside = 0;
        for (int run = 0; run < Runs; run++)
        {
            SequentialTest test = SequentialTest.ForShare(share);
            rejected += FirstRejection(test, new Random(run), rate, rate, share, 1000) is null ? 0 : 1;
            outside += run < 60 && test.Interval(Level) is var (least, most) && (least > 0 || most < 0) ? 1 : 0;
        }

        // Three standard errors of a share of 0.05 in 500 runs are 0.029.
        Assert.InRange(rejected / (double)Runs, 0, Level + 0.029);
        Assert.InRange(outside / 60.0, 0, Level + 0.085);
    }

    [Theory]
    [InlineData(0.1, 0.3, 0.5, 400)]
    [InlineData(0.1, 0.4, 0.1, 1500)]
    public void A_real_difference_is_found(double control, double treatment, double share, int visitors)
    {
        int found = 0;
        for (int run = 0; run < 100; run++)
        {
            found += FirstRejection(
                SequentialTest.ForShare(share), new Random(run), control, treatment, share, visitors) is null ? 0 : 1;
        }

        Assert.InRange(found, 80, 100);
    }

    [Fact]
    public void The_interval_closes_in_on_the_true_difference()
    {
        SequentialTest test = new(1, 1);
        Random random = new(7);
        for (int i = 0; i < 4000; i++)
        {
            test.Add(treated: i % 2 == 0, random.NextDouble() < (i % 2 == 0 ? 0.3 : 0.2));
        }

        (double least, double most) = test.Interval(Level);

        Assert.InRange(0.1, least, most);
        Assert.InRange(most - least, 0.02, 0.2);
    }

    [Fact]
    public void With_all_or_no_visitors_treated_nothing_is_ever_shown()
    {
        foreach (double share in (double[])[0, 1])
        {
            SequentialTest test = SequentialTest.ForShare(share);
            for (int i = 0; i < 100; i++)
            {
                test.Add(share > 0, marked: true);
            }

            Assert.Equal((1, 1, 0), (test.Higher, test.Lower, test.Blocks));
            Assert.Equal((-1, 1), test.Interval(Level));
        }
    }

    private static int? FirstRejection(
        SequentialTest test, Random random, double control, double treatment, double share, int visitors)
    {
        int? first = null;
        for (int i = 0; i < visitors; i++)
        {
            bool treated = random.NextDouble() < share;
            test.Add(treated, random.NextDouble() < (treated ? treatment : control));
            first ??= test.Higher >= 1 / Level ? i : null;
        }

        return first;
    }

    private static double Binomial(int n, int k, double p)
    {
        double ways = 1;
        for (int i = 1; i <= k; i++)
        {
            ways = ways * (n - k + i) / i;
        }

        return ways * Math.Pow(p, k) * Math.Pow(1 - p, n - k);
    }

    private static void AddBlock(SequentialTest test, bool control, bool treatment)
    {
        test.Add(treated: false, control);
        test.Add(treated: true, treatment);
    }
}
