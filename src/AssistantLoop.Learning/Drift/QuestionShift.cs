namespace AssistantLoop.Learning.Drift;

/// <summary>
/// Whether two sets of questions are about the same. The distance is the squared maximum mean discrepancy with the
/// cosine as kernel, which for vectors of length 1 is the squared distance of the two means: Gretton et al., "A Kernel
/// Two-Sample Test", JMLR 13 (2012), equation 5.
/// </summary>
public static class QuestionShift
{
    /// <summary>The squared distance of the means, 0 to 4.</summary>
    public static double Distance(
        IReadOnlyList<IReadOnlyList<(int Place, float Value)>> one, IReadOnlyList<IReadOnlyList<(int Place, float Value)>> other)
    {
        double[] sum = Sum(one);
        double[] total = Sum([.. one, .. other]);
        return Between(sum, one.Count, total, other.Count);
    }

    /// <summary>
    /// The probability of a distance at least this large if the sets were dealt by chance: the share of random deals that
    /// reach it, the real one counted among them, so that it is never 0.
    /// </summary>
    /// <param name="one">One set.</param>
    /// <param name="other">The other; deals are drawn fastest if <paramref name="one"/> is the smaller.</param>
    /// <param name="deals">How many deals to draw.</param>
    /// <param name="random">Draws them.</param>
    public static double Chance(
        IReadOnlyList<IReadOnlyList<(int Place, float Value)>> one,
        IReadOnlyList<IReadOnlyList<(int Place, float Value)>> other,
        int deals,
        Random random)
    {
        IReadOnlyList<(int Place, float Value)>[] all = [.. one, .. other];
        double[] total = Sum(all);
        double seen = Between(Sum(one), one.Count, total, other.Count);
        int reached = 1;
        for (int deal = 0; deal < deals; deal++)
        {
            // The first places of a shuffle are a set drawn by chance.
            for (int i = 0; i < one.Count; i++)
            {
                int swap = random.Next(i, all.Length);
                (all[i], all[swap]) = (all[swap], all[i]);
            }

            // Sums in another order differ by rounding alone; a tie counts.
            reached += Between(Sum(all.AsSpan(0, one.Count)), one.Count, total, other.Count) >= seen * (1 - 1e-9) ? 1 : 0;
        }

        return reached / (double)(deals + 1);
    }

    private static double[] Sum(IEnumerable<IReadOnlyList<(int Place, float Value)>> vectors) => Sum([.. vectors]);

    private static double[] Sum(ReadOnlySpan<IReadOnlyList<(int Place, float Value)>> vectors)
    {
        double[] sum = new double[QuestionVector.Size];
        foreach (IReadOnlyList<(int Place, float Value)> vector in vectors)
        {
            for (int i = 0; i < vector.Count; i++)
            {
                sum[vector[i].Place] += vector[i].Value;
            }
        }

        return sum;
    }

    private static double Between(double[] sum, int count, double[] total, int others)
    {
        double distance = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            double difference = sum[i] / count - (total[i] - sum[i]) / others;
            distance += difference * difference;
        }

        return distance;
    }
}
