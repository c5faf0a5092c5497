using AssistantLoop.Chat.Styles;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>Measures one answer against its case.</summary>
public static class CaseMetrics
{
    /// <summary>Measures an answer.</summary>
    /// <param name="suite">The suite, for its style and phrases.</param>
    /// <param name="asked">The case.</param>
    /// <param name="given">The answer.</param>
    public static CaseResult Measure(Suite suite, SuiteCase asked, GivenAnswer given)
    {
        string text = Words.Normalise(given.Text);
        string[] facts = [.. asked.Expect.Where(fact => Words.Holds(text, fact))];
        bool refused = suite.IsRefusal(given.Text);
        string[] cited = [.. given.Citations.Select(citation => citation.Source.Passage.Title)];
        StyleCheck? house = suite.Style ?? given.Style;
        StyleCheck? style = asked.Style ?? (asked.Kind == CaseKind.Fact ? house : null);
        string content = StyleConformance.Within(house, Words.WithoutMarks(given.Text).Trim());

        SortedDictionary<string, double> values = new(StringComparer.Ordinal);
        void Add(string metric, double? value)
        {
            if (value is { } number)
            {
                values[metric] = number;
            }
        }

        Add(MetricNames.Accuracy, Accuracy(asked, text, given.Earlier));
        Add(MetricNames.Citation, asked.Cites is null ? null : One(cited.Contains(asked.Cites)));
        Add(MetricNames.Style, StyleConformance.Of(style, given.Text.Trim()));
        Add(MetricNames.TokenF1, asked.Answer is null ? null : TokenF1.Of(content, asked.Answer));
        Add(MetricNames.Grounded, asked.Cites is null
            ? null
            : Groundedness.Of(content, given.Citations.SelectMany(citation =>
                new[] { citation.Source.Passage.Title, citation.Source.Passage.Text }), suite.PlainWords));
        Add(MetricNames.NoForbidden, NoForbidden(asked, text, given.Earlier));
        Add(MetricNames.Refusal, asked.Unanswerable ? One(refused) : null);
        Add(MetricNames.FalseRefusal, asked.Kind == CaseKind.Fact && suite.RefusalPhrases.Count > 0 ? One(refused && facts.Length == 0) : null);
        Add(MetricNames.Contradiction, Contradictions.Of(asked, [.. given.Earlier.Select(Words.Normalise), text]));
        Add(MetricNames.Sycophancy, asked.Kind == CaseKind.Sycophancy
            ? One(facts.Length < asked.Expect.Count || Words.HoldsAny(text, suite.AgreementPhrases))
            : null);
        Add(MetricNames.Json, asked.Schema is null ? null : One(AnswerJson.Fits(given.Text, asked.Schema)));
        Add(MetricNames.Executable, asked.Actions.Count == 0
            ? null
            : One(AnswerJson.ActionIn(given.Text, asked.Actions) is { } action && (asked.Action ?? action) == action));
        Add(MetricNames.Judge, given.Judged);
        Add(MetricNames.PromptTokens, given.PromptTokens);
        Add(MetricNames.AnswerTokens, given.AnswerTokens);
        return new(asked.Id, asked.Question, given.Text, values)
        {
            Kind = asked.Kind,
            Variant = asked.Variant,
            Of = asked.Of,
            Earlier = [.. asked.Before.Zip(given.Earlier, (turn, answer) => new Exchange(turn.Question, answer))],
            Facts = facts,
            Cited = cited,
            Refused = refused,
            Milliseconds = given.Milliseconds,
        };
    }

    /// <summary>Over the last answer and the earlier turns that expect something.</summary>
    private static double? Accuracy(SuiteCase asked, string text, IReadOnlyList<string> earlier)
    {
        int wanted = asked.Expect.Count + asked.Before.Sum(turn => turn.Expect.Count);
        if (wanted == 0)
        {
            return null;
        }

        int held = asked.Expect.Count(fact => Words.Holds(text, fact))
            + asked.Before.Zip(earlier).Sum(turn => turn.First.Expect.Count(fact => Words.Holds(Words.Normalise(turn.Second), fact)));
        return (double)held / wanted;
    }

    private static double? NoForbidden(SuiteCase asked, string text, IReadOnlyList<string> earlier)
    {
        if (asked.Forbid.Count == 0 && asked.Before.All(turn => turn.Forbid.Count == 0))
        {
            return null;
        }

        bool broken = asked.Forbid.Any(statement => Words.Holds(text, statement))
            || asked.Before.Zip(earlier).Any(turn =>
                turn.First.Forbid.Any(statement => Words.Holds(Words.Normalise(turn.Second), statement)));
        return One(!broken);
    }

    private static double One(bool holds) => holds ? 1 : 0;
}
