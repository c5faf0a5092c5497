using AssistantLoop.Training.OnPolicy;

namespace AssistantLoop.Training.Tests.OnPolicy;

public sealed class CollapseWatchTests
{
    private static readonly OnPolicyStep s_fine = new(0.1, 0.5, Divergence: 0.9, WithoutSpread: 0.5, Length: 2);

    [Fact]
    public void Short_answers_and_those_far_from_the_reference_stop_a_run()
    {
        CollapseWatch watch = new(new OnPolicyRecipe { MaxDivergence = 1 }, steps: 100);
        Assert.Null(watch.After(s_fine, 1));
        Assert.StartsWith("The answers collapsed: they have 1.9 tokens", watch.After(s_fine with { Length = 1.9 }, 1));
        Assert.StartsWith(
            "The answers left the reference: by 1.1 nats", watch.After(s_fine with { Divergence = 1.1 }, 1));
    }

    [Fact]
    public void Ten_steps_without_any_spread_are_an_error_only_at_the_start()
    {
        OnPolicyStep even = s_fine with { WithoutSpread = 1 };
        CollapseWatch never = new(new OnPolicyRecipe(), steps: 100), once = new(new OnPolicyRecipe(), steps: 100);
        once.After(s_fine, 1);
        for (int i = 0; i < 9; i++) Assert.Null(never.After(even, 1));
        Assert.Throws<TrainingException>(() => never.After(even, 1));
        for (int i = 0; i < 30; i++) Assert.Null(once.After(even, 1));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void A_loss_or_a_gradient_that_is_no_number_is_an_error(double loss, double norm)
    {
        CollapseWatch watch = new(new OnPolicyRecipe(), steps: 100);
        var error = Assert.Throws<TrainingException>(() => watch.After(s_fine with { Loss = loss }, norm));
        Assert.Contains("lower LearningRate", error.Message, StringComparison.Ordinal);
    }
}
