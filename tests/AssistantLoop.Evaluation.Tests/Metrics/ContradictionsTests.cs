using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Tests.Metrics;

public sealed class ContradictionsTests
{
    [Theory]
    [InlineData("5 days.", "Yes, 5 days.", 0.0)]
    [InlineData("5 days.", "9 days.", 1.0)]
    [InlineData("5 days.", "5 days, or 9 days.", 1.0)] // the later turn says what it must not
    public void A_later_turn_must_not_take_a_fact_back(string first, string second, double rate) =>
        Assert.Equal(rate, Measure(first, second));

    [Fact]
    public void What_was_never_stated_cannot_be_taken_back() => Assert.Null(Measure("I do not know.", "5 days."));

    [Fact]
    public void Of_three_turns_each_two_are_compared() =>
        // First and third agree; the second breaks with the first, and stated nothing for the third to break with.
        Assert.Equal(0.5, Measure("5 days.", "9 days.", "5 days."));

    private static double? Measure(params string[] answers)
    {
        CaseTurn turn = new("q", ["5 days"], ["9 days"]);
        SuiteCase asked = new("a", "q", turn.Expect, null) { Forbid = turn.Forbid, Before = [.. answers.SkipLast(1).Select(_ => turn)] };
        return CaseMetrics.Measure(SampleSuite.Of(asked), asked, new(answers[^1], []) { Earlier = answers[..^1] }).Value("contradiction");
    }
}
