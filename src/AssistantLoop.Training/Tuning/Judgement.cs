namespace AssistantLoop.Training.Tuning;

/// <summary>
/// What a model makes of some examples. <c>Loss</c> is the recipe's sum of objectives, each the mean over its examples.
/// The rest is null where the examples hold no pairs or ratings: <c>Accuracy</c> is the share of pairs whose chosen
/// answer gained more on the reference than the rejected one, <c>Margin</c> the mean of that gain in nats an answer,
/// and <c>Chosen</c> the mean gain of a token of chosen and liked answers, in nats.
/// </summary>
public sealed record Judgement(double Loss, double? Accuracy, double? Margin, double? Chosen)
{
    /// <summary>By the names that reports use.</summary>
    public IReadOnlyDictionary<string, double> Metrics()
    {
        Dictionary<string, double> metrics = [];
        if (Accuracy is { } accuracy) metrics["rewards/accuracy"] = accuracy;
        if (Margin is { } margin) metrics["rewards/margin"] = margin;
        if (Chosen is { } chosen) metrics["rewards/chosen"] = chosen;
        return metrics;
    }
}
