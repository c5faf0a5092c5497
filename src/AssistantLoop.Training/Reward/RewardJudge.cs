using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Packing;
using AssistantLoop.Training.Tuning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Reward;

/// <summary>
/// Computes a reward model's loss over pairs, and its gradient where wanted, in as many passes as they need; their number
/// does not change the result.
/// </summary>
internal sealed class RewardJudge(Decoder decoder, Parameter head, RewardRecipe recipe)
{
    private readonly RewardObjective _objective = recipe.Objective;

    /// <summary>The mean over pairs without gradients; no reference has a say, so a pair's margin is that of its rewards.
    /// </summary>
    public Judgement Measure(IReadOnlyList<Example> pairs) => Run(pairs, learn: false);

    /// <summary>The mean over pairs; its gradient is added to the weights that learn.</summary>
    public Judgement Learn(IReadOnlyList<Example> pairs) => Run(pairs, learn: true);

    private Judgement Run(IReadOnlyList<Example> pairs, bool learn)
    {
        using IDisposable mode = enable_grad(learn);
        double loss = 0, margin = 0, right = 0;
        foreach (IReadOnlyList<Example> some in PackedTexts.BestFit(pairs, pair => pair.Length, recipe.Common.TokensPerPass))
        {
            using DisposeScope scope = NewDisposeScope();
            RewardPass pass = new(
                decoder, head, [.. some.SelectMany(pair => pair.Texts)], learn && recipe.Common.GradientCheckpointing);
            (Tensor chosen, Tensor rejected) = ScoredExamples.Pairs(pass.Rewards);
            Tensor share = _objective.Losses(chosen, rejected).sum() / pairs.Count;
            double[] margins = (chosen - rejected).detach().to(ScalarType.Float64).data<double>().ToArray();
            loss += share.detach().to(ScalarType.Float64).item<double>();
            margin += margins.Sum();
            right += margins.Count(value => value > 0);
            if (!learn) continue;
            share.backward();
            pass.Backward();
        }

        return new Judgement(loss, right / pairs.Count, margin / pairs.Count, null);
    }
}
