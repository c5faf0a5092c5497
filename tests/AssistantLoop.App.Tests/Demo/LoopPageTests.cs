using AssistantLoop.App.Demo;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.App.Tests.Demo;

public sealed class LoopPageTests
{
    [Fact]
    public void The_page_shows_each_round_and_what_was_refused_and_runs_nothing_of_an_answer()
    {
        LoopRound[] rounds = [Round("before", "No idea."), Round("round 1", "<script>alert(1)</script> 30 days")];

        string page = LoopPage.Write(rounds, Round("shuffled labels", "") with { Promoted = false, Decision = "score fell" });

        Assert.Contains("before 0.00, round 1 1.00", page, StringComparison.Ordinal);
        Assert.Contains("score fell", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; 30 days", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    private static LoopRound Round(string name, string answer)
    {
        double right = answer.EndsWith("30 days", StringComparison.Ordinal) ? 1 : 0;
        CaseResult result = new("one", "How long?", answer, new Dictionary<string, double>
        {
            [MetricNames.Accuracy] = right,
            [MetricNames.Citation] = right,
            [MetricNames.Style] = right,
        });
        return new(name, 3, 0.5, 12, 2, true, "better", 1, new SuiteResult("unseen", "hash", [result]));
    }
}
