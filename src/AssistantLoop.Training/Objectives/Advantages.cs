namespace AssistantLoop.Training.Objectives;

/// <summary>How much better than its group each sampled answer was, from the rewards of one prompt.</summary>
public static class Advantages
{
    // Keeps rewards that differ by rounding alone from being taken for better and worse.
    private const double LeastDeviation = 1e-4;

    /// <summary>
    /// (reward - mean) / (deviation + 1e-4), the deviation over n - 1 (Shao et al. 2024, section 4.1.2): 0 for all
    /// where all are alike.
    /// </summary>
    /// <exception cref="ArgumentException">There are fewer than two rewards.</exception>
    public static IReadOnlyList<double> OfGroup(IReadOnlyList<double> rewards)
    {
        RefuseFewerThanTwo(rewards);
        double mean = rewards.Average();
        double deviation = Math.Sqrt(rewards.Sum(reward => (reward - mean) * (reward - mean)) / (rewards.Count - 1));
        return [.. rewards.Select(reward => (reward - mean) / (deviation + LeastDeviation))];
    }

    /// <summary>reward - mean of the other answers' rewards (Ahmadian et al. 2024).</summary>
    /// <exception cref="ArgumentException">There are fewer than two rewards.</exception>
    public static IReadOnlyList<double> LeaveOneOut(IReadOnlyList<double> rewards)
    {
        RefuseFewerThanTwo(rewards);
        double sum = rewards.Sum();
        return [.. rewards.Select(reward => reward - ((sum - reward) / (rewards.Count - 1)))];
    }

    private static void RefuseFewerThanTwo(IReadOnlyList<double> rewards)
    {
        if (rewards.Count < 2)
            throw new ArgumentException($"Found {rewards.Count} rewards; a group needs 2 or more.", nameof(rewards));
    }
}
