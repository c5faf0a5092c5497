using System.Text;
using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Evaluation.Gates;
using static System.FormattableString;

namespace AssistantLoop.Evaluation.Reports;

/// <summary>
/// The before/after report of a comparison, as Markdown of headings, paragraphs, list items and tables alone: the
/// console shows these.
/// </summary>
public static class MarkdownReport
{
    /// <summary>Writes the report.</summary>
    public static string Write(ReportData data)
    {
        StringBuilder text = new();
        text.Append(Invariant($"# {Cell(data.Business ?? data.After.Suite)}: {Cell(data.AfterName)} against {Cell(data.BeforeName)}\n\n"));
        text.Append(Invariant($"**{data.Decision.Headline}**\n\n"));
        foreach (GateCheck check in data.Decision.Checks)
        {
            text.Append(Invariant($"- {check}\n"));
        }

        AddMetrics(text, data.Comparison, data);
        if (data.General is { } general)
        {
            text.Append("\n## Forgetting: the general suite\n");
            AddMetrics(text, general, data);
        }

        AddTraining(text, data.Training);
        text.Append(Invariant($"\n## Cases\n\n| case | question | {Cell(data.BeforeName)} | {Cell(data.AfterName)} | score |\n|---|---|---|---|---|\n"));
        foreach (CaseChange change in data.Comparison.Cases)
        {
            text.Append(Invariant(
                $"| {Cell(change.Before.Id)} | {Cell(change.Before.Question)} | {Cell(change.Before.Answer)} | {Cell(change.After.Answer)} | {change.Before.Score:0.00} → {change.After.Score:0.00} |\n"));
        }

        return text.ToString();
    }

    private static void AddMetrics(StringBuilder text, ResultComparison comparison, ReportData data)
    {
        text.Append(Invariant($"\n| metric | {Cell(data.BeforeName)} | {Cell(data.AfterName)} | change | 95 % interval | better / worse | sign test | after Holm |\n|---|---|---|---|---|---|---|---|\n"));
        foreach ((MetricChange change, double adjusted) in comparison.Metrics.Zip(comparison.Adjusted))
        {
            text.Append(Invariant(
                $"| {change.Metric.Name} | {Numbers.Value(change.Metric, change.Before)} | {Numbers.Value(change.Metric, change.After)} | {Numbers.Change(change.Metric, change.Change)} | {Numbers.Range(change.Metric, change.Interval)} | {change.Wins} / {change.Losses} of {change.Cases} | {Numbers.Probability(change.SignTest)} | {Numbers.Probability(adjusted)} |\n"));
        }
    }

    private static void AddTraining(StringBuilder text, TrainingSummary? training)
    {
        if (training is null)
        {
            return;
        }

        text.Append("\n## Training\n\n| what | value |\n|---|---|\n");
        foreach (NamedValue row in TrainingFacts.Of(training))
        {
            text.Append(Invariant($"| {Cell(row.Name)} | {Cell(row.Value)} |\n"));
        }

        if (training.Recipe.Count > 0)
        {
            text.Append("\n| recipe | value | why |\n|---|---|---|\n");
            foreach (RecipeValue value in training.Recipe)
            {
                text.Append(Invariant($"| {Cell(value.Name)} | {Cell(value.Value)} | {Cell(value.Why)} |\n"));
            }
        }
    }

    // What people wrote must not end a cell, open an element or make a link.
    private static string Cell(string text) => text.ReplaceLineEndings(" ")
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "\\<", StringComparison.Ordinal)
        .Replace("](", "]\\(", StringComparison.Ordinal);
}
