using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Evaluation.Metrics;
using static System.FormattableString;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>What the change costs and what it saves.</summary>
internal static class CostSection
{
    public static HtmlText? Write(ReportData data)
    {
        NamedValue[] rows = [.. Rows(data)];
        if (rows.Length == 0)
        {
            return null;
        }

        HtmlText section = new();
        section.Add($"<section class=\"card\"><h2>Cost</h2><table class=\"facts\"><tbody>\n");
        foreach (NamedValue row in rows)
        {
            section.Add($"<tr><th scope=\"row\">{row.Name}</th><td>{row.Value}</td></tr>\n");
        }

        return section.Add($"</tbody></table></section>\n");
    }

    private static IEnumerable<NamedValue> Rows(ReportData data)
    {
        if (data.Training?.Seconds is { } seconds)
        {
            yield return new("Training time", Numbers.Seconds(seconds));
        }

        if (data.Training?.PeakBytes is { } bytes)
        {
            yield return new("Training memory, at most", Numbers.Bytes(bytes));
        }

        if (Find(data, MetricNames.PromptTokens) is { } prompt)
        {
            yield return new(
                prompt.Change <= 0 ? "Prompt tokens saved" : "Prompt tokens added",
                Invariant($"{Math.Abs(prompt.Change):0.0} an answer, {Math.Abs(prompt.Change) * 1000:#,0} in 1,000 answers ({Percent(prompt):0.0} % of {prompt.Before:0})"));
        }

        if (Find(data, MetricNames.AnswerTokens) is { } answer)
        {
            yield return new("Answer tokens", Invariant($"{answer.Before:0.0} before, {answer.After:0.0} after"));
        }

        if (Find(data, MetricNames.LatencyP95) is { } latency)
        {
            yield return new("Time to a whole answer, 95th percentile", Invariant($"{latency.Before:0} ms before, {latency.After:0} ms after"));
        }
    }

    private static double Percent(MetricChange change) => change.Before == 0 ? 0 : Math.Abs(change.Change) / change.Before * 100;

    private static MetricChange? Find(ReportData data, string metric) =>
        data.Comparison.Metrics.FirstOrDefault(change => change.Metric.Name == metric);
}
