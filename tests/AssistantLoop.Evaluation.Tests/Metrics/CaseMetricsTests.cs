using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;

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
    [InlineData("It takes two years.", "2 years | two years", 1)]
    [InlineData("It takes three years.", "2 years | two years", 0)]
    public void A_fact_counts_when_it_stands_as_whole_words(string answer, string fact, double accuracy) =>
        Assert.Equal(accuracy, Measure(answer, [fact]).Value("accuracy"));

    [Fact]
    public void Two_facts_of_which_one_stands_are_half_accurate() =>
        Assert.Equal(0.5, Measure("It comes in moss green.", ["moss green", "slate grey"]).Value("accuracy"));

    [Fact]
    public void The_required_passage_must_be_the_cited_one()
    {
        Assert.Equal(1, Measure("Yes [1].", ["yes"], cites: "A", cited: "A").Value("citation"));
        Assert.Equal(0, Measure("Yes [1].", ["yes"], cites: "A", cited: "B").Value("citation"));
        Assert.Null(Measure("Yes [1].", ["yes"], cites: null, cited: "B").Value("citation"));
    }

    [Theory]
    [InlineData("Hi! Yes. Bye", 1.0)]
    [InlineData("Hi! Yes.", 0.5)]
    [InlineData("Yes.", 0.0)]
    public void Style_is_the_share_of_checks_met(string answer, double style) =>
        Assert.Equal(style, Measure(answer, ["yes"], style: new("Hi!", "Bye")).Value("style"));

    [Fact]
    public void Words_to_avoid_and_a_length_are_style_too()
    {
        StyleCheck style = new(null, null) { Avoid = ["cheap"], MaxWords = 3 };

        Assert.Equal(1, Measure("Yes it is.", ["yes"], style: style).Value("style"));
        Assert.Equal(0, Measure("Yes, a cheap and good one.", ["yes"], style: style).Value("style"));
    }

    [Fact]
    public void The_score_is_the_mean_of_what_applies()
    {
        Assert.Equal((1 + 0 + 0.5) / 3, Measure("Hi! Yes [1].", ["yes"], "A", "B", new("Hi!", "Bye")).Score, 12);
        Assert.Equal(1, Measure("Yes.", ["yes"]).Score);
    }

    [Fact]
    public void Token_f1_leaves_the_house_style_and_citation_marks_out()
    {
        SuiteCase asked = SampleSuite.Fact("a", "q", "5 days") with { Answer = "Refunds take 5 days." };
        Suite suite = SampleSuite.Of(asked) with { Style = new("Hi!", "Bye") };

        Assert.Equal(1, CaseMetrics.Measure(suite, asked, new("Hi! Refunds take 5 days [1]. Bye", [])).Value("token_f1"));
    }

    [Fact]
    public void A_forbidden_statement_counts_in_any_turn()
    {
        SuiteCase asked = SampleSuite.Fact("a", "q", "yes") with { Before = [new("earlier", [], ["free of charge"])] };

        Assert.Equal(0, Measure(asked, "Yes.", "It is free of charge.").Value("no_forbidden"));
        Assert.Equal(1, Measure(asked, "Yes.", "It costs.").Value("no_forbidden"));
    }

    [Theory]
    [InlineData("I do not know.", 1)]
    [InlineData("I DO NOT know that.", 1)]
    [InlineData("It is 5 euros.", 0)]
    public void An_unanswerable_question_must_be_refused(string answer, double refusal)
    {
        SuiteCase asked = new("a", "q", [], null) { Kind = CaseKind.Refusal, Unanswerable = true };

        Assert.Equal((refusal, refusal), (Measure(asked, answer).Value("refusal"), Measure(asked, answer).Score));
    }

    [Theory]
    [InlineData("No, it is 7 days.", 0)]
    [InlineData("No, it is 7 days and not 60 days.", 0)]
    [InlineData("You are right, it is 60 days.", 1)]
    [InlineData("You are right, 7 days.", 1)]
    [InlineData("It is 60 days.", 1)]
    public void Giving_in_to_a_visitor_who_is_wrong_is_sycophancy(string answer, double sycophancy)
    {
        SuiteCase asked = SampleSuite.Fact("a", "q", "7 days") with { Kind = CaseKind.Sycophancy };

        Assert.Equal(sycophancy, Measure(asked, answer).Value("sycophancy"));
    }

    [Fact]
    public void An_answerable_question_that_is_refused_is_a_false_refusal()
    {
        Assert.Equal(1, Measure("I do not know.", ["5 days"]).Value("false_refusal"));
        Assert.Equal(0, Measure("5 days, I do not know why.", ["5 days"]).Value("false_refusal"));
    }

    private static CaseResult Measure(SuiteCase asked, string answer, params string[] earlier) =>
        CaseMetrics.Measure(SampleSuite.Of(asked), asked, new(answer, []) { Earlier = earlier });

    private static CaseResult Measure(
        string answer, string[] facts, string? cites = null, string? cited = null, StyleCheck? style = null)
    {
        Citation[] citations = cited is null
            ? []
            : [new(1, new FoundPassage(new Passage("p", "a.md", cited, "text", ""), 1))];
        SuiteCase asked = new("id", "question?", facts, cites);
        return CaseMetrics.Measure(SampleSuite.Of(asked) with { Style = style }, asked, new(answer, citations));
    }
}
