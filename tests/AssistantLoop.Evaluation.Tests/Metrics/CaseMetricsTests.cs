using AssistantLoop.Chat.Citations;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Evaluation.Tests.Metrics;

public sealed class CaseMetricsTests
{
    [Theory]
    [InlineData("It takes 30 days.", "30 days", 1)]
    [InlineData("It takes 30  DAYS.", "30 days", 1)]
    [InlineData("It costs 15 euros.", "5 euros", 0)]
    [InlineData("It costs 4.5 euros.", "5 euros", 0)]
    [InlineData("It costs 5 eurosomething or 5 euros.", "5 euros", 1)]
    [InlineData("", "5 euros", 0)]
    public void A_fact_counts_when_it_stands_as_whole_words(string answer, string fact, double accuracy) =>
        Assert.Equal(accuracy, Measure(answer, [fact]).Accuracy);

    [Fact]
    public void Two_facts_of_which_one_stands_are_half_accurate() =>
        Assert.Equal(0.5, Measure("It comes in moss green.", ["moss green", "slate grey"]).Accuracy);

    [Fact]
    public void The_required_passage_must_be_the_cited_one()
    {
        Assert.Equal(1, Measure("Yes [1].", ["yes"], cites: "A", cited: "A").Citation);
        Assert.Equal(0, Measure("Yes [1].", ["yes"], cites: "A", cited: "B").Citation);
        Assert.Null(Measure("Yes [1].", ["yes"], cites: null, cited: "B").Citation);
    }

    [Theory]
    [InlineData("Hi! Yes. Bye", 1.0)]
    [InlineData("Hi! Yes.", 0.5)]
    [InlineData("Yes.", 0.0)]
    public void Style_is_the_share_of_checks_met(string answer, double style) =>
        Assert.Equal(style, Measure(answer, ["yes"], style: new("Hi!", "Bye")).Style);

    [Fact]
    public void The_score_is_the_mean_of_what_applies()
    {
        Assert.Equal((1 + 0 + 0.5) / 3, Measure("Hi! Yes [1].", ["yes"], "A", "B", new("Hi!", "Bye")).Score, 12);
        Assert.Equal(1, Measure("Yes.", ["yes"]).Score);
    }

    private static CaseResult Measure(
        string answer, string[] facts, string? cites = null, string? cited = null, StyleCheck? style = null)
    {
        Citation[] citations = cited is null
            ? []
            : [new(1, new FoundPassage(new Passage("p", "a.md", cited, "text", ""), 1))];
        return CaseMetrics.Measure(new("id", "question?", facts, cites), style, answer, citations, 1);
    }
}
