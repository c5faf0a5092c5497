using AssistantLoop.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Objectives;

/// <summary>ORPO and SimPO, which compare the means of a pair's log-probabilities.</summary>
public sealed class MeanObjectiveTests
{
    [Fact]
    public void Orpo_is_the_chosen_texts_mean_and_the_worked_log_odds()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor odds = OrpoObjective.LogOdds(tensor(new[] { -0.5, -1.5 }));
        Assert.Equal(1.680270, (odds[0] - odds[1]).item<double>(), 1e-6);
        double expected = 0.5 + (0.25 * Math.Log(1 + Math.Exp(-1.680270)));
        Assert.Equal(expected, Scored.Loss(new OrpoObjective(beta: 0.25), Means()), 1e-6);
    }

    [Theory]
    [InlineData(-1e-3, 6.907255)]
    [InlineData(-30, -30)]
    public void Log_odds_keep_their_digits_near_certain_and_near_impossible(double mean, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(expected, OrpoObjective.LogOdds(tensor(new[] { mean })).item<double>(), 1e-6);
        Assert.Equal(expected, OrpoObjective.LogOdds(tensor(new[] { (float)mean })).item<float>(), 1e-5);
    }

    [Fact]
    public void A_certain_answer_still_learns()
    {
        using DisposeScope scope = NewDisposeScope();
        ScoredExamples examples = new([Scored.Example(ExampleKind.Pair, 1, 1)], tensor(new[] { -1.0, 0 }), null);
        (double loss, double[] gradient) = Scored.Differentiated(new OrpoObjective(beta: 0.5), examples);
        Assert.True(double.IsFinite(loss));
        Assert.Equal(0.5, gradient[1], 1e-5);
    }

    [Fact]
    public void SimPo_has_the_worked_value()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(0.201413, Scored.Loss(new SimPoObjective(beta: 2, gamma: 0.5), Means()), 1e-6);
    }

    [Fact]
    public void Both_need_no_reference_and_take_pairs_alone()
    {
        foreach (IObjective objective in (IObjective[])[new OrpoObjective(), new SimPoObjective()])
        {
            Assert.False(objective.NeedsReference);
            Assert.True(objective.Takes(Scored.Example(ExampleKind.Pair, 1, 1)));
            Assert.False(objective.Takes(Scored.Example(ExampleKind.Liked, 1)));
        }
    }

    [Fact]
    public void A_setting_out_of_its_range_is_refused_by_name()
    {
        Assert.StartsWith("beta must", Refused(() => new OrpoObjective(-1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("beta must", Refused(() => new SimPoObjective(0)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "gamma must be a finite number of 0 or more.",
            Refused(() => new SimPoObjective(2, -0.1)).Message,
            StringComparison.Ordinal);
    }

    private static ArgumentOutOfRangeException Refused(Func<IObjective> make) =>
        Assert.Throws<ArgumentOutOfRangeException>(make);

    // Means -0.5 over two tokens and -1.5 over three.
    private static ScoredExamples Means() => new(
        [Scored.Example(ExampleKind.Pair, 2, 3)], tensor(new[] { -0.25, -0.75, -1, -1.5, -2 }), null);
}
