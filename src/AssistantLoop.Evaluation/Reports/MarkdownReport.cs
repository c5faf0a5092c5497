using System.Globalization;
using System.Text;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Reports;

/// <summary>The before/after report of a comparison, as Markdown.</summary>
public static class MarkdownReport
{
    /// <summary>Writes the report.</summary>
    public static string Write(SuiteResult serving, SuiteResult candidate, GateDecision decision)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {candidate.Suite}: candidate against serving").AppendLine()
            .AppendLine(decision.Promote ? "**The gate passed.**" : "**The gate did not pass.**").AppendLine();
        foreach (GateCheck check in decision.Checks)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {check}");
        }

        text.AppendLine().AppendLine("| metric | serving | candidate | change |").AppendLine("|---|---|---|---|");
        foreach ((string metric, double before) in serving.Metrics)
        {
            if (candidate.Metrics.TryGetValue(metric, out double after))
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture, $"| {metric} | {before:0.###} | {after:0.###} | {after - before:+0.###;-0.###;0} |");
            }
        }

        text.AppendLine().AppendLine("| case | question | serving | candidate | score |").AppendLine("|---|---|---|---|---|");
        foreach ((CaseResult before, CaseResult after) in serving.Cases.Zip(candidate.Cases))
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {before.Id} | {Cell(before.Question)} | {Cell(before.Answer)} | {Cell(after.Answer)} | {before.Score:0.00} → {after.Score:0.00} |");
        }

        return text.ToString();
    }

    private static string Cell(string text) =>
        text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
