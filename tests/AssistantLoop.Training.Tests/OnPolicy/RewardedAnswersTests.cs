using AssistantLoop.Models;
using AssistantLoop.Training.OnPolicy;
using AssistantLoop.Training.Reward;
using AssistantLoop.Training.Tests.Reward;
using AssistantLoop.Training.Tests.Tuning;

namespace AssistantLoop.Training.Tests.OnPolicy;

/// <summary>What a model that knows nothing makes of rewards in thirty steps.</summary>
public sealed class RewardedAnswersTests
{
    // The bounds hold for five seeds, by which the share of answers with the word rises from 0.03 to 0.15 up to 0.42 to 1.
    [Theory]
    [InlineData(OnPolicyMethod.Grpo)]
    [InlineData(OnPolicyMethod.Rloo)]
    public void A_word_that_is_rewarded_comes_into_many_times_more_answers(OnPolicyMethod method)
    {
        OnPolicyResult result = Run(OnPolicyJobs.Recipe with { Method = method, Beta = 0.05 }, OnPolicyJobs.SaysFinch);
        Assert.InRange(First(result), 0, 0.2);
        Assert.InRange(Last(result), 0.35, 1);
        Assert.True(result.HeldOutAfter > result.HeldOutBefore);
        Assert.All(result.Steps, step => Assert.InRange(step.Divergence, -0.1, 4));
        Assert.Null(result.StopReason);
    }

    [Fact]
    public void Answers_that_should_be_short_become_so()
    {
        OnPolicyResult result = Run(
            OnPolicyJobs.Recipe.With(learningRate: 3e-3) with { Method = OnPolicyMethod.Rloo, Beta = 0 }, OnPolicyJobs.IsShort);
        Assert.InRange(First(result), 0, 0.2);
        Assert.InRange(Last(result), 0.3, 1);
        Assert.InRange(result.Steps[^1].Length / result.Steps[0].Length, 0, 0.7);
    }

    [Theory]
    [InlineData(OnPolicyMethod.Grpo)]
    [InlineData(OnPolicyMethod.Rloo)]
    public void A_large_beta_keeps_the_answers_near_the_reference(OnPolicyMethod method)
    {
        OnPolicyRecipe recipe = OnPolicyJobs.Recipe.With(learningRate: 3e-3) with { Method = method };
        double free = Apart(0), held = Apart(5);
        Assert.InRange(free, 0.5, 4);
        Assert.InRange(held, -0.01, free / 5);

        double Apart(double beta) => Run(recipe with { Beta = beta }, OnPolicyJobs.IsShort)
            .Steps.TakeLast(10).Average(step => step.Divergence);
    }

    [Fact]
    public void A_reward_model_can_say_what_answers_are_worth()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        // A reward of eight pairs is learnt slower than a rule's, and differs less from answer to answer.
        RewardJobs.Run(RewardJobs.Of(
            model, RewardJobs.Recipe with { Common = RewardJobs.Recipe.Common with { Epochs = 20 } }, temp.In("reward")));
        using RewardModel reward = RewardModel.Load(model, temp.In("reward"), bfloat16: false);
        OnPolicyRecipe longer = OnPolicyJobs.Recipe with { Common = OnPolicyJobs.Recipe.Common with { Epochs = 20 } };
        OnPolicyResult result = OnPolicyJobs.Run(
            OnPolicyJobs.Of(model, longer, OnPolicyJobs.SaysFinch, temp.In("out")) with { Worth = reward.Score });
        Assert.True(Last(result) > First(result) + 0.25, $"The mean reward went from {First(result)} to {Last(result)}.");
    }

    private static double First(OnPolicyResult result) => result.Steps.Take(5).Average(step => step.Reward);

    private static double Last(OnPolicyResult result) => result.Steps.TakeLast(5).Average(step => step.Reward);

    private static OnPolicyResult Run(OnPolicyRecipe recipe, Func<string, double> worth)
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        return OnPolicyJobs.Run(OnPolicyJobs.Of(model, recipe, worth, temp.In("out")));
    }
}
