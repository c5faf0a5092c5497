namespace AssistantLoop.Evaluation.Comparison;

/// <summary>
/// Percentile intervals of a change between two versions that answered the same cases, by drawing cases with
/// replacement (Efron and Tibshirani 1993, chapter 13). Seeded: equal data give equal intervals.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>Resamples; the ends of a 95 % interval then rest on 250 of them each.</summary>
    public const int Resamples = 10_000;

    /// <summary>Under so many cases an interval says nothing, whatever it says.</summary>
    public const int LeastCases = 10;

    private const ulong Seed = 20_240_229;

    /// <summary>The interval of a mean change.</summary>
    /// <param name="differences">After less before, one a case; not empty.</param>
    /// <param name="confidence">Two-sided, such as 0.95.</param>
    public static Interval OfMean(ReadOnlySpan<double> differences, double confidence)
    {
        Draws draws = new(Seed);
        double[] means = new double[Resamples];
        uint count = (uint)differences.Length;
        for (int resample = 0; resample < means.Length; resample++)
        {
            // One draw of 64 bits picks two cases; two sums do not wait for one another.
            double even = 0, odd = 0;
            uint at = 0;
            for (; at + 1 < count; at += 2)
            {
                ulong bits = draws.Next();
                even += differences[(int)(((bits >> 32) * count) >> 32)];
                odd += differences[(int)(((bits & uint.MaxValue) * count) >> 32)];
            }

            means[resample] = (even + odd + (at < count ? differences[draws.Below((int)count)] : 0)) / count;
        }

        return Ends(means, confidence);
    }

    /// <summary>The interval of the change of a nearest-rank percentile.</summary>
    /// <param name="before">Values before, one a case; not empty.</param>
    /// <param name="after">Values after, of the same cases.</param>
    /// <param name="share">The percentile, such as 0.95.</param>
    /// <param name="confidence">Two-sided, such as 0.95.</param>
    public static Interval OfPercentile(
        IReadOnlyList<double> before, IReadOnlyList<double> after, double share, double confidence)
    {
        int count = before.Count, wanted = Math.Max(1, (int)Math.Ceiling(share * count));
        (double[] sortedBefore, int[] ranksBefore) = Ranks(before);
        (double[] sortedAfter, int[] ranksAfter) = Ranks(after);
        int[] drawnBefore = new int[count], drawnAfter = new int[count];
        Draws draws = new(Seed);
        double[] changes = new double[Resamples];
        for (int resample = 0; resample < changes.Length; resample++)
        {
            Array.Clear(drawnBefore);
            Array.Clear(drawnAfter);
            for (int at = 0; at < count; at++)
            {
                int pick = draws.Below(count);
                drawnBefore[ranksBefore[pick]]++;
                drawnAfter[ranksAfter[pick]]++;
            }

            changes[resample] = Reach(sortedAfter, drawnAfter, wanted) - Reach(sortedBefore, drawnBefore, wanted);
        }

        return Ends(changes, confidence);
    }

    private static (double[] Sorted, int[] Ranks) Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(at => values[at])], ranks = new int[values.Count];
        for (int rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        return ([.. order.Select(at => values[at])], ranks);
    }

    private static double Reach(double[] sorted, int[] drawn, int wanted)
    {
        int rank = 0;
        for (int seen = drawn[0]; seen < wanted; seen += drawn[rank])
        {
            rank++;
        }

        return sorted[rank];
    }

    private static Interval Ends(double[] values, double confidence)
    {
        Array.Sort(values);
        double tail = (1 - confidence) / 2;
        return new(Quantile(values, tail), Quantile(values, 1 - tail));
    }

    /// <summary>Between the two nearest values in proportion (Hyndman and Fan 1996, type 7).</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length
            ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]))
            : sorted[below];
    }
}
