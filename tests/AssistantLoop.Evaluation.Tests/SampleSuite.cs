using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Tests;

/// <summary>Suites and results made by hand.</summary>
internal static class SampleSuite
{
    public static Suite Of(params SuiteCase[] cases) => new("suite", "hash", null, cases)
    {
        RefusalPhrases = ["do not know"],
        AgreementPhrases = ["you are right"],
    };

    public static SuiteCase Fact(string id, string question, params string[] facts) => new(id, question, facts, null);

    /// <summary>A result whose cases have one metric each, named by position.</summary>
    public static SuiteResult Result(string metric, params double[] values) =>
        new("suite", "hash", [.. values.Select((value, at) => Case($"case-{at}", (metric, value)))]);

    public static CaseResult Case(string id, params (string Metric, double Value)[] values) =>
        new(id, "question?", "answer", values.ToDictionary(one => one.Metric, one => one.Value));
}
