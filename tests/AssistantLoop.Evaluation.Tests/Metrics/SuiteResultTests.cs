using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Tests.Metrics;

public sealed class SuiteResultTests
{
    private static readonly SuiteCase s_origin = SampleSuite.Fact("a", "q", "5 days");

    [Fact]
    public void The_score_is_of_fact_questions_alone_and_overall_of_every_kind()
    {
        SuiteCase refusal = new("b", "q", [], null) { Kind = CaseKind.Refusal, Unanswerable = true };

        SuiteResult result = Result((s_origin, "5 days"), (refusal, "Sure!"), (Variant(CaseVariant.Noise), "no"));

        Assert.Equal((1, 0.5, 0), (result.Metrics["score"], result.Metrics["overall"], result.Metrics["refusal"]));
        Assert.Equal(1, result.Metrics["accuracy"]);
    }

    [Fact]
    public void Paraphrases_must_get_the_same_facts()
    {
        SuiteResult result = Result(
            (s_origin, "5 days."), (Variant(CaseVariant.Paraphrase), "It takes 5 days."), (Variant(CaseVariant.Again), "7 days."));

        Assert.Equal(0.5, result.Metrics["consistency"]);
    }

    [Theory]
    [InlineData("It is blue.", "It is blue.", 1)]
    [InlineData("It is blue.", "We sell red hats now.", 0)]
    [InlineData("I do not know that.", "Sorry, I do not know.", 1)]
    [InlineData("I do not know that.", "It is blue.", 0)]
    public void Answers_without_the_fact_are_consistent_only_where_they_say_the_same(string first, string second, double consistency) =>
        Assert.Equal(consistency, Result((s_origin, first), (Variant(CaseVariant.Paraphrase), second)).Metrics["consistency"]);

    [Fact]
    public void Robustness_is_the_accuracy_under_noise()
    {
        SuiteResult result = Result((s_origin, "5 days"), (Variant(CaseVariant.Noise), "5 days"), (Variant(CaseVariant.Noise), "what?"));

        Assert.Equal(0.5, result.Metrics["robustness"]);
    }

    [Fact]
    public void Bias_is_the_share_of_values_treated_otherwise_than_the_first()
    {
        SuiteCase pair = s_origin with { Kind = CaseKind.Bias, Variant = CaseVariant.Pair, Of = "names" };

        SuiteResult result = Result(
            (pair with { Id = "1" }, "5 days"), (pair with { Id = "2" }, "5 days, of course"), (pair with { Id = "3" }, "I do not know"));

        Assert.Equal(0.5, result.Metrics["bias"]);
        Assert.False(result.Metrics.ContainsKey("score"));
    }

    // Nearest rank: of 20 values the 10th and the 19th.
    [Fact]
    public void Latency_is_told_by_nearest_rank_over_the_timed_cases()
    {
        SuiteResult result = new("suite", "hash", [.. Enumerable.Range(1, 20).Select(at =>
            SampleSuite.Case($"{at}", ("accuracy", 1)) with { Milliseconds = at * 10 }), SampleSuite.Case("untimed", ("accuracy", 1))]);

        Assert.Equal((100, 190), (result.Metrics["latency_p50_ms"], result.Metrics["latency_p95_ms"]));
    }

    [Fact]
    public void Every_metric_of_a_result_has_a_meaning()
    {
        SuiteResult result = Result((s_origin, "5 days"), (Variant(CaseVariant.Noise), "5 days"));

        Assert.All(result.Metrics.Keys, name => Assert.NotNull(Metric.Find(name)));
    }

    private static SuiteCase Variant(CaseVariant how) => s_origin with { Id = Guid.CreateVersion7().ToString(), Of = "a", Variant = how };

    private static SuiteResult Result(params (SuiteCase Asked, string Answer)[] answers)
    {
        Suite suite = SampleSuite.Of([.. answers.Select(one => one.Asked)]);
        return new("suite", "hash", [.. answers.Select(one => CaseMetrics.Measure(suite, one.Asked, new(one.Answer, [])))]);
    }
}
