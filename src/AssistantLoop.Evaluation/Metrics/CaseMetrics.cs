using System.Text.RegularExpressions;
using AssistantLoop.Chat.Citations;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>Measures one answer against its case.</summary>
public static partial class CaseMetrics
{
    /// <summary>Measures an answer.</summary>
    /// <param name="asked">The case.</param>
    /// <param name="style">The suite's style checks, or null.</param>
    /// <param name="answer">The answer's text.</param>
    /// <param name="citations">The passages that the answer cites.</param>
    /// <param name="milliseconds">How long the answer took.</param>
    public static CaseResult Measure(
        SuiteCase asked, StyleCheck? style, string answer, IReadOnlyList<Citation> citations, double milliseconds)
    {
        string text = Normalise(answer);
        double accuracy = (double)asked.Expect.Count(fact => Holds(text, Normalise(fact))) / asked.Expect.Count;
        double? cited = asked.Cites is null
            ? null
            : citations.Any(citation => citation.Source.Passage.Title == asked.Cites) ? 1 : 0;
        return new(asked.Id, asked.Question, answer, accuracy, cited, StyleOf(style, answer.Trim()), milliseconds);
    }

    /// <summary>Whole words only: "5 euros" does not stand in "15 euros".</summary>
    private static bool Holds(string text, string fact)
    {
        for (int at = text.IndexOf(fact, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(fact, at + 1, StringComparison.Ordinal))
        {
            int end = at + fact.Length;
            bool opens = at == 0 || !char.IsLetterOrDigit(text[at - 1]) && !IsDecimalPoint(text, at - 1);
            if (opens && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDecimalPoint(string text, int at) =>
        text[at] is '.' or ',' && at > 0 && char.IsDigit(text[at - 1]) && at + 1 < text.Length && char.IsDigit(text[at + 1]);

    private static double? StyleOf(StyleCheck? style, string answer)
    {
        List<bool> checks = [];
        if (style?.StartsWith is { } start)
        {
            checks.Add(answer.StartsWith(start, StringComparison.Ordinal));
        }

        if (style?.EndsWith is { } end)
        {
            checks.Add(answer.EndsWith(end, StringComparison.Ordinal));
        }

        return checks.Count == 0 ? null : (double)checks.Count(met => met) / checks.Count;
    }

    private static string Normalise(string text) => Spaces().Replace(text, " ").Trim().ToLowerInvariant();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
