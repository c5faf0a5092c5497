namespace AssistantLoop.Learning.Drift;

/// <summary>Fisher's exact test, one-sided, and Holm's correction for several tests at once.</summary>
public static class RateTest
{
    /// <summary>
    /// The probability that of all marked ones at least as many fell into the second group, if they fell by chance
    /// (hypergeometric).
    /// </summary>
    /// <param name="before">Marked ones of the first group, and its size.</param>
    /// <param name="now">Marked ones of the second group, and its size.</param>
    public static double ChanceOfRise((int Marked, int All) before, (int Marked, int All) now)
    {
        int marked = before.Marked + now.Marked;
        int all = before.All + now.All;
        double log = LogWays(all, marked);
        double chance = 0;
        for (int k = now.Marked; k <= Math.Min(marked, now.All); k++)
        {
            if (marked - k <= before.All)
            {
                chance += Math.Exp(LogWays(now.All, k) + LogWays(before.All, marked - k) - log);
            }
        }

        return Math.Min(1, chance);
    }

    /// <summary>
    /// Probabilities corrected so that the chance of even one false finding among all is bounded: Holm, "A simple
    /// sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979). In the given order.
    /// </summary>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> chances)
    {
        double[] corrected = new double[chances.Count];
        double least = 0;
        int rank = 0;
        foreach (int at in Enumerable.Range(0, chances.Count).OrderBy(at => chances[at]))
        {
            least = Math.Max(least, Math.Min(1, chances[at] * (chances.Count - rank++)));
            corrected[at] = least;
        }

        return corrected;
    }

    private static double LogWays(int n, int k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    private static double LogFactorial(int n)
    {
        double log = 0;
        for (int i = 2; i <= n; i++)
        {
            log += Math.Log(i);
        }

        return log;
    }
}
