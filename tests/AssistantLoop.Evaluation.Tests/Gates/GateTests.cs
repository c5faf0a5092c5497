using AssistantLoop.Chat.Files;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Tests.Gates;

public sealed class GateTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_candidate_that_improves_enough_and_loses_nothing_passes()
    {
        GateDecision decision = Load().Decide(Result(accuracy: 0.8, style: 0), Result(accuracy: 0.8, style: 1));

        Assert.True(decision.Promote, decision.Reason);
    }

    [Fact]
    public void A_candidate_that_gains_style_and_loses_facts_does_not_pass()
    {
        GateDecision decision = Load().Decide(Result(accuracy: 0.8, style: 0), Result(accuracy: 0.7, style: 1));

        Assert.False(decision.Promote);
        Assert.Contains("accuracy 0.800 -> 0.700", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_equal_candidate_does_not_pass() =>
        Assert.False(Load().Decide(Result(1, 1), Result(1, 1)).Promote);

    [Fact]
    public void A_metric_that_the_suite_does_not_measure_fails_closed() =>
        Assert.False(Load().Decide(Result(0.5, style: null), Result(1, style: null)).Promote);

    [Fact]
    public void Results_of_different_suites_are_not_compared() =>
        Assert.Throws<ArgumentException>(() => Load().Decide(Result(1, 1), Result(1, 1) with { SuiteHash = "other" }));

    [Theory]
    [InlineData("require:\n  - metric: score\n", "improve_by")]
    [InlineData("require:\n  - metric: score\n    may_fall_by: 0.1\n", "any candidate would pass")]
    [InlineData("require: []\n", "any candidate would pass")]
    public void A_gate_that_decides_nothing_is_refused(string yaml, string cause)
    {
        File.WriteAllText(_path, yaml);

        Assert.Contains(cause, Assert.Throws<ContentFileException>(() => Gate.Load(_path)).Message, StringComparison.Ordinal);
    }

    private Gate Load()
    {
        File.WriteAllText(
            _path,
            "require:\n  - {metric: style, improve_by: 0.2}\n  - {metric: accuracy, may_fall_by: 0.05}\n");
        return Gate.Load(_path);
    }

    private static SuiteResult Result(double accuracy, double? style) =>
        new("suite", "hash", [new("a", "q", "answer", accuracy, null, style, 1)]);
}
