using AssistantLoop.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Objectives;

/// <summary>Gradients of objectives whose losses are plain functions of the log-probabilities.</summary>
public sealed class ObjectiveGradientTests
{
    public static TheoryData<string> Names => [.. Objectives.Keys];

    private static Dictionary<string, IObjective> Objectives => new()
    {
        ["sft"] = new SftObjective(),
        ["dpo"] = new DpoObjective(beta: 0.3),
        ["conservative dpo"] = new DpoObjective(beta: 0.3, labelSmoothing: 0.2),
        ["robust dpo"] = new DpoObjective(beta: 0.3, labelSmoothing: 0.2, DpoKind.Robust),
        ["ipo"] = new DpoObjective(beta: 0.3, kind: DpoKind.Ipo),
        ["kto"] = new KtoObjective(beta: 0.3, desirableWeight: 1.2, undesirableWeight: 0.7),
        ["orpo"] = new OrpoObjective(beta: 0.6),
        ["simpo"] = new SimPoObjective(beta: 2, gamma: 0.5),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_matches_central_differences(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        IObjective objective = Objectives[name];
        ScoredExamples examples = Drawn(objective);
        double[] values = examples.LogProbs.data<double>().ToArray();
        (_, double[] gradient) = Scored.Differentiated(objective, examples);
        for (int i = 0; i < values.Length; i++)
        {
            const double Step = 1e-5;
            double slope = (LossAt(i, Step) - LossAt(i, -Step)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-8);
        }

        double LossAt(int token, double step)
        {
            double[] moved = [.. values];
            moved[token] += step;
            return objective.Losses(examples with { LogProbs = tensor(moved) }).sum().item<double>();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_examples_loss_grows_with_its_weight_and_does_not_depend_on_the_others(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        IObjective objective = Objectives[name];
        ScoredExamples examples = Drawn(objective);
        double[] together = objective.Losses(examples).data<double>().ToArray();
        int token = 0;
        for (int i = 0; i < together.Length; i++)
        {
            Example example = examples.Examples[i];
            ScoredExamples alone = new(
                [example with { Weight = 1 }],
                examples.LogProbs.narrow(0, token, example.Tokens),
                examples.Reference!.narrow(0, token, example.Tokens),
                examples.MismatchedReward);
            Assert.Equal(Scored.Loss(objective, alone) * example.Weight, together[i], 1e-12);
            token += example.Tokens;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_and_gradient_are_finite_at_the_extremes(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        IObjective objective = Objectives[name];
        Example[] examples = [.. Drawn(objective).Examples];
        int tokens = examples.Sum(example => example.Tokens);
        foreach (double value in (double[])[0, -1e-12, -1e-3, -5000])
        {
            foreach (double reference in (double[])[0, -5000])
            {
                foreach (ScalarType type in (ScalarType[])[ScalarType.Float64, ScalarType.Float32])
                {
                    // Every other token is usual, so that texts differ.
                    double[] values = [.. Enumerable.Range(0, tokens).Select(i => i < 4 ? -1 : value)];
                    AssertFinite(new ScoredExamples(
                        examples, tensor(values).to(type), full(tokens, reference, dtype: type), 3), objective);
                }
            }
        }
    }

    private static void AssertFinite(ScoredExamples examples, IObjective objective)
    {
        Tensor logProbs = examples.LogProbs.requires_grad_();
        Tensor losses = objective.Losses(examples with { LogProbs = logProbs });
        losses.sum().backward();
        Assert.True(losses.isfinite().all().item<bool>());
        Assert.True(logProbs.grad!.isfinite().all().item<bool>());
    }

    private static ScoredExamples Drawn(IObjective objective)
    {
        Example[] all =
        [
            Scored.Example(ExampleKind.Pair, 4, 2) with { Weight = 0.5 },
            Scored.Example(ExampleKind.Liked, 3) with { Weight = 2 },
            Scored.Example(ExampleKind.Disliked, 5),
            Scored.Example(ExampleKind.Pair, 1, 3),
            Scored.Example(ExampleKind.Liked, 1),
        ];
        Example[] taken = [.. all.Where(objective.Takes)];
        int tokens = taken.Sum(example => example.Tokens);
        Random random = new(3);
        return new ScoredExamples(taken, LogProbs(), LogProbs(), 0.4);

        Tensor LogProbs() => tensor(Enumerable.Range(0, tokens).Select(_ => -3 * random.NextDouble()).ToArray());
    }
}
