namespace AssistantLoop.Training.OnPolicy;

/// <summary>
/// What the answers of a step were like before the update that was made from them. <c>Reward</c> is their mean reward,
/// <c>Divergence</c> the mean of log p - log p of the reference over their tokens, which estimates the KL divergence from
/// the reference in nats a token, <c>WithoutSpread</c> the share of prompts whose answers were all worth the same, and
/// <c>Length</c> the mean of an answer's tokens, its end included.
/// </summary>
public sealed record OnPolicyStep(double Loss, double Reward, double Divergence, double WithoutSpread, double Length)
{
    /// <summary>By the names that reports use.</summary>
    public IReadOnlyDictionary<string, double> Metrics(double? heldOutReward)
    {
        Dictionary<string, double> metrics = new()
        {
            ["rewards/mean"] = Reward,
            ["rewards/withoutSpread"] = WithoutSpread,
            ["kl"] = Divergence,
            ["answers/length"] = Length,
        };
        if (heldOutReward is { } reward) metrics["rewards/heldOut"] = reward;
        return metrics;
    }
}
