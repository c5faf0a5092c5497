namespace AssistantLoop.Evaluation.Comparison;

/// <summary>The exact two-sided sign test; ties do not count (Dixon and Mood 1946).</summary>
public static class SignTest
{
    /// <summary>
    /// How probable a split at least as uneven is where winning and losing are equally likely:
    /// min(1, 2 P(X ≤ min(wins, losses))), X binomial with n = wins + losses and p = 1/2.
    /// </summary>
    public static double TwoSided(int wins, int losses)
    {
        int count = wins + losses, fewer = Math.Min(wins, losses);
        double log = -count * Math.Log(2), tail = Math.Exp(log);
        for (int at = 1; at <= fewer; at++)
        {
            // C(n, k) from C(n, k - 1), in logarithms: 2^-n itself underflows over 1,074 cases.
            log += Math.Log(count - at + 1) - Math.Log(at);
            tail += Math.Exp(log);
        }

        return Math.Min(1, 2 * tail);
    }

    /// <summary>
    /// The same probabilities, raised so that the chance of any false find among them keeps to the level (Holm 1979).
    /// </summary>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> probabilities)
    {
        double[] raised = new double[probabilities.Count];
        double least = 0;
        int left = probabilities.Count;
        foreach (int at in Enumerable.Range(0, probabilities.Count).OrderBy(at => probabilities[at]))
        {
            least = Math.Max(least, Math.Min(1, left-- * probabilities[at]));
            raised[at] = least;
        }

        return raised;
    }
}
