using AssistantLoop.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Objectives;

public sealed class DpoObjectiveTests
{
    [Theory]
    [InlineData(0, 0.693147)]
    [InlineData(10, 0.313262)]
    [InlineData(20, 0.126928)]
    public void Sigmoid_loss_has_the_worked_value(double margin, double expected) =>
        AssertLoss(expected, new DpoObjective(beta: 0.1), margin);

    [Theory]
    [InlineData(0, 0.693147)]
    [InlineData(10, 0.413262)]
    [InlineData(20, 0.326928)]
    public void Conservative_loss_has_the_worked_value(double margin, double expected) =>
        AssertLoss(expected, new DpoObjective(beta: 0.1, labelSmoothing: 0.1), margin);

    [Theory]
    [InlineData(0, 0.693147)]
    [InlineData(10, 0.188262)]
    [InlineData(20, -0.123072)]
    public void Robust_loss_has_the_worked_value(double margin, double expected) =>
        AssertLoss(expected, new DpoObjective(beta: 0.1, labelSmoothing: 0.1, DpoKind.Robust), margin);

    [Fact]
    public void Ipo_is_25_when_policy_equals_reference_and_0_at_the_wanted_margin()
    {
        AssertLoss(25, new DpoObjective(beta: 0.1, kind: DpoKind.Ipo), margin: 0);
        AssertLoss(0, new DpoObjective(beta: 0.1, kind: DpoKind.Ipo), margin: 5);
    }

    [Fact]
    public void Ipo_takes_the_mean_of_each_text_and_the_others_its_sum()
    {
        using DisposeScope scope = NewDisposeScope();

        // s: 3 over two tokens, and -1 over four.
        ScoredExamples examples = new(
            [Scored.Example(ExampleKind.Pair, 2, 4)],
            tensor(new[] { -1.0, -2, -3, -3, -3, -3 }),
            tensor(new[] { -2.0, -4, -3, -3, -3, -2 }));
        Assert.Equal(Math.Pow(1.5 + 0.25 - 1, 2), Scored.Loss(new DpoObjective(0.5, 0, DpoKind.Ipo), examples), 1e-12);
        Assert.Equal(Math.Log(1 + Math.Exp(-2)), Scored.Loss(new DpoObjective(0.5), examples), 1e-12);
    }

    [Fact]
    public void Each_kind_has_a_name_and_gives_its_settings()
    {
        Assert.Equal("dpo", new DpoObjective().Name);
        Assert.Equal("ipo", new DpoObjective(kind: DpoKind.Ipo).Name);
        DpoObjective robust = new(0.2, 0.1, DpoKind.Robust);
        Assert.Equal("robust-dpo", robust.Name);
        Assert.Equal((0.2, 0.1), (robust.Settings["beta"], robust.Settings["labelSmoothing"]));
    }

    [Theory]
    [InlineData(0, 0, DpoKind.Sigmoid, "beta must be a finite number over 0.")]
    [InlineData(double.NaN, 0, DpoKind.Sigmoid, "beta must be a finite number over 0.")]
    [InlineData(0.1, -0.1, DpoKind.Sigmoid, "labelSmoothing must be a number from 0 up to but not 0.5.")]
    [InlineData(0.1, 0.5, DpoKind.Robust, "labelSmoothing must be a number from 0 up to but not 0.5.")]
    [InlineData(0.1, 0.1, DpoKind.Ipo, "labelSmoothing must be 0 with IPO.")]
    [InlineData(0.1, 0, (DpoKind)7, "kind must be sigmoid, robust or IPO.")]
    public void A_setting_out_of_its_range_is_refused_by_name(
        double beta, double labelSmoothing, DpoKind kind, string message)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => new DpoObjective(beta, labelSmoothing, kind));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_reference_it_says_so()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<InvalidOperationException>(
            () => new DpoObjective().Losses(Scored.Pair(0, 0) with { Reference = null }));
    }

    private static void AssertLoss(double expected, DpoObjective objective, double margin)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(expected, Scored.Loss(objective, Scored.Pair(margin + 7, 7)), 1e-6);
    }
}
