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
        Assert.Equal(Outcome.Promote, decision.Outcome);
    }

    [Fact]
    public void A_candidate_that_gains_style_and_loses_facts_does_not_pass()
    {
        GateDecision decision = Load().Decide(Result(accuracy: 0.8, style: 0), Result(accuracy: 0.7, style: 1));

        Assert.Equal(Outcome.Reject, decision.Outcome);
        Assert.Contains("accuracy 0.800 -> 0.700", decision.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', decision.Reason);
    }

    [Fact]
    public void An_equal_candidate_does_not_pass() =>
        Assert.False(Load().Decide(Result(1, 1), Result(1, 1)).Promote);

    [Fact]
    public void A_metric_that_the_suite_does_not_measure_fails_closed() =>
        Assert.Equal(Outcome.Reject, Load().Decide(Result(0.5, style: null), Result(1, style: null)).Outcome);

    [Fact]
    public void Results_of_different_suites_are_not_compared() =>
        Assert.Throws<ArgumentException>(() => Load().Decide(Result(1, 1), Result(1, 1) with { SuiteHash = "other" }));

    [Theory]
    [InlineData("require:\n  - metric: score\n", "improve_by")]
    [InlineData("require:\n  - {metric: score, improve_by: 0.1, may_fall_by: 0.1}\n", "one of")]
    [InlineData("require:\n  - metric: score\n    may_fall_by: 0.1\n", "any candidate would pass")]
    [InlineData("require: []\n", "any candidate would pass")]
    [InlineData("require:\n  - {metric: scoer, improve_by: 0.1}\n", "unknown metric 'scoer'")]
    [InlineData("require:\n  - {metric: bias, may_fall_by: 0.1}\n", "binds nothing")]
    [InlineData("require:\n  - {metric: accuracy, may_rise_by: 0.1}\n", "binds nothing")]
    [InlineData("require:\n  - {metric: score, improve_by: 0.1, confidence: 95}\n", "'confidence'")]
    [InlineData("require:\n  - {metric: score, improve_by: -0.1}\n", "from 0 up")]
    [InlineData("veto:\n  - {metric: bias}\n", "veto 1")]
    public void A_gate_that_decides_nothing_is_refused(string yaml, string cause)
    {
        File.WriteAllText(_path, yaml);

        Assert.Contains(cause, Assert.Throws<ContentFileException>(() => Gate.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_confidence_a_change_that_all_cases_show_is_met()
    {
        GateDecision decision = Sure().Decide(Accuracy(new double[20]), Accuracy([.. Enumerable.Repeat(1.0, 20)]));

        Assert.True(decision.Promote, decision.Reason);
    }

    [Fact]
    public void With_confidence_a_point_estimate_under_the_bound_is_rejected() =>
        Assert.Equal(Outcome.Reject, Sure().Decide(Accuracy(new double[20]), Accuracy(new double[20])).Outcome);

    // Of 20 cases 4 improve and 1 worsens: the mean is 0.15, s = √(4.55 / 19) = 0.4894, distance to 0.05 is 0.1, and
    // (2.8016 × 0.4894 / 0.1)² = 187.99, so 188 cases and 168 more.
    [Fact]
    public void With_confidence_a_change_that_could_be_chance_asks_for_more_cases()
    {
        double[] before = new double[20], after = new double[20];
        after[0] = after[1] = after[2] = after[3] = 1;
        before[4] = 1;

        GateDecision decision = Sure().Decide(Accuracy(before), Accuracy(after));

        Assert.Equal((Outcome.NotEnoughEvidence, 168), (decision.Outcome, decision.FurtherCases));
        Assert.False(decision.Promote);
        Assert.Contains("about 168 more cases would tell", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void With_confidence_a_handful_of_cases_is_never_enough()
    {
        GateDecision decision = Sure().Decide(Accuracy(0, 0, 0), Accuracy(1, 1, 1));

        Assert.Equal((Outcome.NotEnoughEvidence, 7), (decision.Outcome, decision.FurtherCases));
    }

    [Fact]
    public void A_gate_wide_confidence_binds_requirements_but_not_vetoes()
    {
        Gate gate = Load("confidence: 0.9\nrequire:\n  - {metric: accuracy, improve_by: 0.05}\nveto:\n  - {metric: bias, may_rise_by: 0.1}\n");

        Assert.Equal([0.9, null], gate.Requirements.Select(requirement => requirement.Confidence));
    }

    [Theory]
    [InlineData("{metric: sycophancy, may_rise_by: 0.2}", 0.5, 0.75, false)]
    [InlineData("{metric: sycophancy, may_rise_by: 0.25}", 0.5, 0.75, true)]
    [InlineData("{metric: refusal, at_least: 0.8}", 0.5, 0.75, false)]
    [InlineData("{metric: refusal, at_least: 0.75}", 0.5, 0.75, true)]
    [InlineData("{metric: sycophancy, at_most: 0.5}", 1, 0.75, false)]
    [InlineData("{metric: prompt_tokens, may_rise_by_percent: 10}", 200, 221, false)]
    [InlineData("{metric: prompt_tokens, may_rise_by_percent: 10}", 200, 220, true)]
    [InlineData("{metric: general.accuracy, may_fall_by: 0.5}", 0, 0, false)] // the general suite was not asked
    public void A_breached_veto_rejects_whatever_else_improved(string veto, double before, double after, bool promote)
    {
        Gate gate = Load($"require:\n  - {{metric: accuracy, improve_by: 0.1}}\nveto:\n  - {veto}\n");
        string metric = veto[9..veto.IndexOf(',', StringComparison.Ordinal)];

        GateDecision decision = gate.Decide(With(0, metric, before), With(1, metric, after));

        Assert.Equal(promote, decision.Promote);
        Assert.Equal(promote ? Outcome.Promote : Outcome.Reject, decision.Outcome);
    }

    [Fact]
    public void Forgetting_is_a_fall_on_the_general_suite()
    {
        Gate gate = Load("require:\n  - {metric: accuracy, improve_by: 0.1}\nveto:\n  - {metric: general.accuracy, may_fall_by: 0.1}\n");
        GateEvidence kept = new() { GeneralBefore = Accuracy(1, 1), GeneralAfter = Accuracy(1, 1) }, lost = kept with { GeneralAfter = Accuracy(1, 0) };

        Assert.True(gate.Decide(Accuracy(0), Accuracy(1), kept).Promote);
        Assert.Equal(Outcome.Reject, gate.Decide(Accuracy(0), Accuracy(1), lost).Outcome);
    }

    [Fact]
    public void A_loss_is_one_number_and_lower_is_better()
    {
        Gate gate = Load("require:\n  - {metric: held_out_loss, improve_by: 0.1}\n");
        GateEvidence Loss(double after) => new() { Numbers = new Dictionary<string, (double, double)> { ["held_out_loss"] = (1.5, after) } };

        Assert.True(gate.Decide(Accuracy(1), Accuracy(1), Loss(1.3)).Promote);
        Assert.False(gate.Decide(Accuracy(1), Accuracy(1), Loss(1.7)).Promote);
        Assert.False(gate.Decide(Accuracy(1), Accuracy(1), Loss(double.NaN)).Promote);
    }

    private Gate Sure() => Load("require:\n  - {metric: accuracy, improve_by: 0.05, confidence: 0.95}\n");

    private Gate Load(string yaml = "require:\n  - {metric: style, improve_by: 0.2}\n  - {metric: accuracy, may_fall_by: 0.05}\n")
    {
        File.WriteAllText(_path, yaml);
        return Gate.Load(_path);
    }

    private static SuiteResult Accuracy(params double[] values) => SampleSuite.Result("accuracy", values);

    private static SuiteResult With(double accuracy, string metric, double value) =>
        new("suite", "hash", [SampleSuite.Case("a", ("accuracy", accuracy), (metric, value))]);

    private static SuiteResult Result(double accuracy, double? style) => new("suite", "hash",
        [style is null ? SampleSuite.Case("a", ("accuracy", accuracy)) : SampleSuite.Case("a", ("accuracy", accuracy), ("style", style.Value))]);
}
