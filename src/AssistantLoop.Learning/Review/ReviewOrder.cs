using AssistantLoop.Chat.Business;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Review;

/// <summary>
/// How much an answer needs an agent: w (1 - Π (1 - c)), w being the business weight and c, for each sign that something
/// is wrong, the chance that it alone is right, all taken as independent. More of any sign never lowers it.
/// </summary>
public static class ReviewOrder
{
    /// <summary>The mean entropy in nats at which uncertainty counts half.</summary>
    private const double HalfEntropy = 0.5;

    /// <summary>The BM25 score of the best passage at which a weak retrieval counts half.</summary>
    private const double HalfScore = 2;

    private const double Uncertainty = 0.4;
    private const double Retrieval = 0.3;
    private const double Disagreement = 0.4;
    private const double RatedDown = 0.5;
    private const double Suggestion = 0.6;
    private const double OtherLabel = 0.5;

    /// <summary>A sign is told as a reason from this share of its most on.</summary>
    private const double Telling = 0.5;

    private static readonly Dictionary<string, double> s_labels = new()
    {
        ["unsafe"] = 0.95,
        ["wrong"] = 0.8,
        ["not-executable"] = 0.7,
        ["missing-knowledge"] = 0.6,
        ["off-brand"] = 0.4,
        ["unclear"] = 0.4,
    };

    /// <summary>An answer's place: the higher, the sooner.</summary>
    public static RankedItem Rank(ReviewItem item, ReviewWeights weights)
    {
        List<string> why = [];
        double fine = 1;
        foreach (string label in item.Labels?.Split(',') ?? [])
        {
            Add(s_labels.GetValueOrDefault(label, OtherLabel), 1, $"flagged as {label}");
        }

        // Each further visitor halves the chance that the answer is fine after all.
        for (int visitor = 0; visitor < item.DownCount; visitor++)
        {
            fine *= 1 - RatedDown;
        }

        if (item.DownCount > 0)
        {
            why.Add(item.DownCount > 1 ? $"rated down {item.DownCount} times" : "rated down");
        }

        Add(Suggestion, item.Suggested ? 1 : 0, "a visitor suggests another answer");
        Add(Uncertainty, item.MeanEntropy is { } nats ? nats / (nats + HalfEntropy) : 0, "the model was unsure");
        Add(
            Retrieval,
            item.BestScore is { } score ? HalfScore / (HalfScore + Math.Max(0, score)) : 1,
            item.BestScore is null ? "no passage was found" : "low retrieval score");
        Add(Disagreement, item.OtherAnswer is { } other ? 1 - TokenF1.Of(item.Answer, other) : 0, "two versions answer differently");
        (double weight, string? subject) = weights.Of(item.Question, item.Paths?.Split('\n') ?? []);
        if (subject is not null)
        {
            why.Add($"{subject} matters {(weight < 1 ? "less" : "more")}");
        }

        return new(item, weight * (1 - fine), why);

        void Add(double most, double share, string reason)
        {
            fine *= 1 - (most * share);
            if (share >= Telling)
            {
                why.Add(reason);
            }
        }
    }
}

/// <summary>An answer with its place in the queue and why it has it.</summary>
public sealed record RankedItem(ReviewItem Item, double Priority, IReadOnlyList<string> Why);
