using AssistantLoop.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Objectives;

public sealed class KtoObjectiveTests
{
    [Theory]
    [InlineData(ExampleKind.Liked, 2, 0.462570)]
    [InlineData(ExampleKind.Disliked, -2, 0.437823)]
    public void Loss_has_the_worked_value(ExampleKind kind, double ratio, double expected) =>
        Assert.Equal(expected, Loss(new KtoObjective(beta: 0.1), kind, ratio, mismatched: 0.5), 1e-6);

    [Theory]
    [InlineData(ExampleKind.Liked)]
    [InlineData(ExampleKind.Disliked)]
    public void Loss_is_a_half_when_policy_equals_reference(ExampleKind kind) =>
        Assert.Equal(0.5, Loss(new KtoObjective(beta: 0.1), kind, ratio: 0, mismatched: 0), 1e-12);

    [Fact]
    public void A_reference_point_under_0_counts_as_0() =>
        Assert.Equal(0.5, Loss(new KtoObjective(), ExampleKind.Liked, ratio: 0, mismatched: -9), 1e-12);

    [Fact]
    public void Each_side_has_its_weight()
    {
        KtoObjective objective = new(0.1, desirableWeight: 3, undesirableWeight: 5);
        Assert.Equal(1.5, Loss(objective, ExampleKind.Liked, ratio: 0, mismatched: 0), 1e-12);
        Assert.Equal(2.5, Loss(objective, ExampleKind.Disliked, ratio: 0, mismatched: 0), 1e-12);
    }

    [Theory]
    [InlineData(10, 10, 1, 1)]
    [InlineData(12, 10, 1, 1)]
    [InlineData(5, 20, 4, 1)]
    [InlineData(40, 10, 1, 3)]
    [InlineData(0, 10, 1, 1)]
    [InlineData(10, 0, 1, 1)]
    public void Balancing_raises_the_rarer_sides_weight_as_far_as_it_must(
        int liked, int disliked, double desirable, double undesirable)
    {
        IReadOnlyDictionary<string, double> settings = KtoObjective.Balanced(liked, disliked, 0.2).Settings;
        Assert.Equal(desirable, settings["desirableWeight"], 1e-12);
        Assert.Equal(undesirable, settings["undesirableWeight"], 1e-12);
        Assert.Equal(0.2, settings["beta"]);
    }

    [Fact]
    public void Balanced_sides_are_in_the_papers_range_whatever_the_counts()
    {
        for (int liked = 1; liked < 60; liked++)
        {
            for (int disliked = 1; disliked < 60; disliked++)
            {
                IReadOnlyDictionary<string, double> settings = KtoObjective.Balanced(liked, disliked).Settings;
                double share =
                    settings["desirableWeight"] * liked / (settings["undesirableWeight"] * disliked);
                Assert.InRange(share, 1 - 1e-12, (4.0 / 3) + 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(0, 1, 1, "beta")]
    [InlineData(0.1, 0, 1, "desirableWeight")]
    [InlineData(0.1, 1, double.PositiveInfinity, "undesirableWeight")]
    public void A_setting_out_of_its_range_is_refused_by_name(
        double beta, double desirable, double undesirable, string name)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => new KtoObjective(beta, desirable, undesirable));
        Assert.StartsWith($"{name} must be a finite number over 0.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_count_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KtoObjective.Balanced(-1, 2));

    private static double Loss(KtoObjective objective, ExampleKind kind, double ratio, double mismatched)
    {
        using DisposeScope scope = NewDisposeScope();
        return Scored.Loss(objective, new ScoredExamples(
            [Scored.Example(kind, 2)],
            tensor(new[] { -1.0, ratio - 2 }),
            tensor(new[] { -2.0, -1.0 }),
            mismatched));
    }
}
