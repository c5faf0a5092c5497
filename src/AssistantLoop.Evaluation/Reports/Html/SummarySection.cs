using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;
using static System.FormattableString;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>The decision in a sentence, and the few numbers that a reader looks for first.</summary>
internal static class SummarySection
{
    private static readonly string[] s_tiles =
        [MetricNames.Score, MetricNames.Accuracy, MetricNames.Grounded, MetricNames.Refusal, MetricNames.LatencyP50, MetricNames.PromptTokens];

    public static string Sentence(ReportData data)
    {
        int better = data.Comparison.Cases.Count(change => change.Change > 0), worse = data.Comparison.Cases.Count(change => change.Change < 0);
        string cases = Invariant($"Of {data.Comparison.Cases.Count} cases, {better} got better, {worse} got worse and {data.Comparison.Cases.Count - better - worse} stayed.");
        return data.Decision.Outcome switch
        {
            Outcome.Promote => $"{data.AfterName} meets every requirement and breaks no veto. {cases}",
            Outcome.Reject => $"{data.AfterName} does not meet {string.Join(", ", Names(data, Outcome.Reject))}. {cases}",
            _ when data.Decision.FurtherCases is { } more =>
                Invariant($"The change in {string.Join(", ", Names(data, Outcome.NotEnoughEvidence))} could be chance; about {more} more cases would tell. {cases}"),
            _ => $"The change in {string.Join(", ", Names(data, Outcome.NotEnoughEvidence))} lies on its bound. {cases}",
        };
    }

    public static HtmlText Tiles(ReportData data)
    {
        HtmlText tiles = new();
        tiles.Add($"<ul class=\"tiles\">");
        foreach (MetricChange change in s_tiles
            .Select(name => data.Comparison.Metrics.FirstOrDefault(change => change.Metric.Name == name)).OfType<MetricChange>())
        {
            tiles.Add($"""
                <li><span class="label">{change.Metric.Label}</span><span class="number">{Numbers.Value(change.Metric, change.After)}</span>
                <span class="note {Look.Class(change)}">{Numbers.Change(change.Metric, change.Change)} from {Numbers.Value(change.Metric, change.Before)}</span></li>
                """);
        }

        return tiles.Add($"</ul>");
    }

    private static IEnumerable<string> Names(ReportData data, Outcome outcome) =>
        data.Decision.Checks.Where(check => check.Outcome == outcome).Select(check => check.Requirement.Metric.Label.ToLowerInvariant()).Distinct();
}
