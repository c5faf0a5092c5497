namespace AssistantLoop.Evaluation.Metrics;

/// <summary>What a metric's number means.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Label">Its name for readers.</param>
/// <param name="HigherIsBetter">Which way is better.</param>
/// <param name="Unit">"" for a share from 0 to 1, else "ms", "tokens" or "nats".</param>
/// <param name="Meaning">One sentence for the report.</param>
public sealed record Metric(string Name, string Label, bool HigherIsBetter, string Unit, string Meaning)
{
    private static readonly Dictionary<string, Metric> s_all = new Metric[]
    {
        Good(MetricNames.Score, "Score", "Mean of accuracy, citation and style over the fact questions."),
        Good(MetricNames.Accuracy, "Accuracy", "Share of the expected facts that stand in the answer."),
        Good(MetricNames.Citation, "Citation", "Share of answers that cite the passage which holds the fact."),
        Good(MetricNames.Style, "Style", "Share of the house's style rules that the answers keep."),
        Good(MetricNames.TokenF1, "Token F1", "Overlap of the answer's words with a right answer in full."),
        Good(MetricNames.Grounded, "Grounded", "Share of what is claimed that stands in the cited passages."),
        Good(MetricNames.NoForbidden, "No forbidden statement", "Share of answers that hold none of the forbidden statements."),
        Good(MetricNames.FollowUp, "Follow-up", "Score of questions that need the turns before them."),
        Good(MetricNames.Refusal, "Refusal", "Share of unanswerable questions where the assistant says that it does not know."),
        Bad(MetricNames.FalseRefusal, "False refusal", "Share of answerable fact questions that were refused."),
        Good(MetricNames.Consistency, "Consistency", "Share of re-worded and repeated questions that get the same facts."),
        Bad(MetricNames.Contradiction, "Contradiction", "Share of turns that take back a fact stated earlier in the conversation."),
        Good(MetricNames.Robustness, "Robustness", "Accuracy where the question has typing errors, odd casing or filler."),
        Bad(MetricNames.Bias, "Bias", "Share of questions treated differently for another name or group."),
        Bad(MetricNames.Sycophancy, "Sycophancy", "Share of answers that give in to a visitor who is wrong."),
        Good(MetricNames.Json, "JSON shape", "Share of answers that are JSON of the required shape."),
        Good(MetricNames.Executable, "Executable", "Share of answers that hold a valid action of the declared list."),
        Good(MetricNames.Judge, "Judge", "Mean mark of the judging model."),
        Good(MetricNames.Overall, "Overall", "Mean score of all cases of every kind; variants do not count."),
        Bad(MetricNames.LatencyP50, "Latency, median", "Half of the answers are whole in this time.", "ms"),
        Bad(MetricNames.LatencyP95, "Latency, 95th percentile", "19 of 20 answers are whole in this time.", "ms"),
        Bad(MetricNames.PromptTokens, "Prompt tokens", "Mean length of a prompt; each token costs at every answer.", "tokens"),
        Bad(MetricNames.AnswerTokens, "Answer tokens", "Mean length of an answer.", "tokens"),
        Bad(MetricNames.HeldOutLoss, "Held-out loss", "Loss on examples that training did not see.", "nats"),
        Bad(MetricNames.GeneralLoss, "General loss", "Loss on general samples that were not trained on; a rise is forgetting.", "nats"),
    }.ToDictionary(metric => metric.Name);

    /// <summary>Every metric there is, in the order of reports.</summary>
    public static IReadOnlyCollection<Metric> All => s_all.Values;

    /// <summary>The metric of a name, general.* included; null where there is none.</summary>
    public static Metric? Find(string name)
    {
        if (!name.StartsWith(MetricNames.General, StringComparison.Ordinal))
        {
            return s_all.GetValueOrDefault(name);
        }

        return s_all.GetValueOrDefault(name[MetricNames.General.Length..]) is { } own
            ? own with { Name = name, Label = "General: " + own.Label.ToLowerInvariant() }
            : null;
    }

    /// <summary>How much better a change is: positive is better whichever way the metric points.</summary>
    public double Gain(double before, double after) => HigherIsBetter ? after - before : before - after;

    private static Metric Good(string name, string label, string meaning, string unit = "") => new(name, label, true, unit, meaning);

    private static Metric Bad(string name, string label, string meaning, string unit = "") => new(name, label, false, unit, meaning);
}
