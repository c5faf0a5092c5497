using AssistantLoop.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Objectives;

/// <summary>GRPO and RLOO, whose gradients hold a part of the log-probabilities for constant.</summary>
public sealed class SampledObjectiveTests
{
    private static readonly double[] s_logProbs = [-1, -0.5, -2, -0.1, -3], s_reference = [-1.5, -0.5, -1, -2, -3.5];
    private static readonly int[] s_counts = [2, 3];
    private static readonly double[] s_advantages = [1.5, -0.5], s_weights = [1, 2];

    [Fact]
    public void Grpo_is_the_mean_over_tokens_of_divergence_less_advantage()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] losses = new GrpoObjective(beta: 0.3).Losses(Answers()).data<double>().ToArray();
        (_, double[] gradient) = Scored.Differentiated(new GrpoObjective(beta: 0.3), Answers());
        for (int text = 0, token = 0; text < 2; text++)
        {
            double loss = 0;
            for (int i = 0; i < s_counts[text]; i++, token++)
            {
                double log = s_reference[token] - s_logProbs[token];
                loss += (0.3 * (Math.Exp(log) - log - 1)) - s_advantages[text];
                double slope = (0.3 * (1 - Math.Exp(log))) - s_advantages[text];
                Assert.Equal(slope / s_counts[text] * s_weights[text], gradient[token], 1e-12);
            }

            Assert.Equal(loss / s_counts[text] * s_weights[text], losses[text], 1e-12);
        }
    }

    [Fact]
    public void Grpo_without_divergence_needs_no_reference()
    {
        using DisposeScope scope = NewDisposeScope();
        GrpoObjective objective = new(beta: 0);
        Assert.False(objective.NeedsReference);
        (_, double[] gradient) = Scored.Differentiated(objective, Answers() with { Reference = null });
        double[] expected = [-0.75, -0.75, 1.0 / 3, 1.0 / 3, 1.0 / 3];
        Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Grpos_divergence_is_finite_for_a_token_that_the_policy_forgot(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Example example = Scored.Example(ExampleKind.Sampled, 2) with { Advantage = 1 };
        Tensor logProbs = tensor(new[] { -5000.0, 0 }).to(type).requires_grad_();
        Tensor reference = tensor(new[] { 0.0, -5000 }).to(type);
        Tensor loss = new GrpoObjective().Losses(new ScoredExamples([example], logProbs, reference));
        loss.sum().backward();
        Assert.True(loss.isfinite().all().item<bool>());
        Assert.True(logProbs.grad!.isfinite().all().item<bool>());

        // It learns to say it again.
        Assert.True(logProbs.grad![0].to(ScalarType.Float64).item<double>() < 0);
    }

    [Fact]
    public void Rloo_is_reinforce_of_whole_answers()
    {
        using DisposeScope scope = NewDisposeScope();
        RlooObjective objective = new();
        ScoredExamples answers = Answers() with { Reference = null };
        double[] losses = objective.Losses(answers).data<double>().ToArray();
        (_, double[] gradient) = Scored.Differentiated(objective, answers);

        // Sums -1.5 and -5.1, advantages 1.5 and -0.5, weights 1 and 2.
        Assert.Equal(1.5 * 1.5, losses[0], 1e-12);
        Assert.Equal(2 * -0.5 * 5.1, losses[1], 1e-12);
        Assert.All(gradient[..2], slope => Assert.Equal(-1.5, slope, 1e-12));
        Assert.All(gradient[2..], slope => Assert.Equal(1, slope, 1e-12));
    }

    [Fact]
    public void A_negative_beta_is_refused_by_name()
    {
        Assert.StartsWith("beta must be a finite number of 0 or more.", Refused(() => new GrpoObjective(-1)),
            StringComparison.Ordinal);

        static string Refused(Func<IObjective> make) =>
            Assert.Throws<ArgumentOutOfRangeException>(make).Message;
    }

    private static ScoredExamples Answers() => new(
        [
            .. Enumerable.Range(0, 2).Select(i => Scored.Example(ExampleKind.Sampled, s_counts[i]) with
            {
                Advantage = s_advantages[i],
                Weight = s_weights[i],
            }),
        ],
        tensor(s_logProbs),
        tensor(s_reference));
}
