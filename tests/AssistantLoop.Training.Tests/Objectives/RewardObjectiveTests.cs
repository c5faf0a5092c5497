using AssistantLoop.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Objectives;

public sealed class RewardObjectiveTests
{
    [Fact]
    public void Loss_has_the_worked_value() => Assert.Equal(0.371101, Loss(new RewardObjective(), 1, 0.2), 1e-6);

    [Fact]
    public void A_margin_is_taken_from_the_difference() =>
        Assert.Equal(Math.Log(2), Loss(new RewardObjective(margin: 0.8), 1, 0.2), 1e-12);

    [Fact]
    public void Centring_costs_the_squared_sum() =>
        Assert.Equal(0.371101 + (0.01 * 1.44), Loss(new RewardObjective(centring: 0.01), 1, 0.2), 1e-6);

    [Fact]
    public void Gradient_matches_the_formula_and_stays_finite_at_the_extremes()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] chosen = [1, -1000, 1000], rejected = [0.2, 1000, -1000];
        Tensor first = tensor(chosen).requires_grad_(), second = tensor(rejected).requires_grad_();
        Tensor losses = new RewardObjective(0.5, 0.1).Losses(first, second);
        losses.sum().backward();
        Assert.True(losses.isfinite().all().item<bool>());
        for (int i = 0; i < chosen.Length; i++)
        {
            double wrong = 1 / (1 + Math.Exp(chosen[i] - rejected[i] - 0.5));
            double pull = 0.2 * (chosen[i] + rejected[i]);
            Assert.Equal(pull - wrong, first.grad!.data<double>()[i], 1e-12);
            Assert.Equal(pull + wrong, second.grad!.data<double>()[i], 1e-12);
        }
    }

    [Fact]
    public void A_setting_out_of_its_range_is_refused_by_name()
    {
        Assert.StartsWith("margin must", Refused(-1, 0).Message, StringComparison.Ordinal);
        Assert.StartsWith("centring must", Refused(0, -1).Message, StringComparison.Ordinal);

        static ArgumentOutOfRangeException Refused(double margin, double centring) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new RewardObjective(margin, centring));
    }

    private static double Loss(RewardObjective objective, double chosen, double rejected)
    {
        using DisposeScope scope = NewDisposeScope();
        return objective.Losses(tensor(new[] { chosen }), tensor(new[] { rejected })).item<double>();
    }
}
