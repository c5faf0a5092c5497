using System.Text;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Bench.Loop;

/// <summary>Answers before and after beside their questions, as a Markdown table.</summary>
internal static class AnswerTable
{
    public static string Write(SuiteResult before, SuiteResult after)
    {
        StringBuilder text = new("| question | before | after |\n|---|---|---|\n");
        foreach ((CaseResult old, CaseResult now) in before.Cases.Zip(after.Cases))
        {
            text.Append("| ").Append(Cell(old.Question)).Append(" | ").Append(Cell(old.Answer)).Append(" | ")
                .Append(Cell(now.Answer)).Append(" |\n");
        }

        return text.ToString();
    }

    // A cell is one line, and a bar would end it.
    private static string Cell(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ").Trim();
}
