using AssistantLoop.Training.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tuning;

/// <summary>A run's optimizer, in 32 or 8 bits, and what it remembers, by name.</summary>
internal static class RunOptimizer
{
    /// <summary>
    /// An optimizer over what learns. Factors B may learn faster than A; of whole weights only matrices decay.
    /// </summary>
    public static OptimizerHelper Create(Learner learner, Recipe recipe)
    {
        bool adapts = learner.Adapter is not null;
        HashSet<Parameter> factorsB = new(learner.Adapter?.FactorsB ?? [], ReferenceEqualityComparer.Instance);
        ILookup<bool, Parameter> by = learner.Parameters.Select(pair => pair.Parameter).ToLookup(
            parameter => adapts ? !factorsB.Contains(parameter) : parameter.Dimensions > 1);
        double second = adapts ? recipe.LearningRate * recipe.LoraPlusRatio : recipe.LearningRate;
        AdamW.ParamGroup[] groups =
        [
            Group(by[true], recipe.LearningRate, recipe.WeightDecay),
            Group(by[false], second, adapts ? recipe.WeightDecay : 0),
        ];
        return recipe.EightBitOptimizer ? new AdamW8Bit(groups) : optim.AdamW(groups, recipe.LearningRate);
    }

    /// <summary>
    /// Sets the learning rates for <paramref name="share"/> of a run's steps, of which the first learns already and the
    /// last one still does. Returns the rate of the first group.
    /// </summary>
    public static double Advance(OptimizerHelper optimizer, Recipe recipe, double share)
    {
        double factor = Schedule.Factor(share, recipe.WarmupShare, recipe.Decay, floor: 0);
        foreach (var group in optimizer.ParamGroups) group.LearningRate = group.InitialLearningRate * factor;
        return recipe.LearningRate * factor;
    }

    /// <summary>The tensors themselves: copied out and into again, they go on bit for bit.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Tensors(Learner learner, OptimizerHelper optimizer)
    {
        if (optimizer is AdamW8Bit narrow)
        {
            return learner.Parameters.SelectMany(pair => narrow.StateOf(pair.Parameter)
                .Select(part => ($"{pair.Name}.{part.Key}", part.Value)));
        }

        var states = optimizer.parameters().Zip(optimizer.state_dict().State)
            .ToDictionary(pair => pair.First.Handle, pair => (AdamW.State)pair.Second);
        return learner.Parameters.SelectMany(pair => new[]
        {
            ($"{pair.Name}.exp_avg", states[pair.Parameter.Handle].exp_avg),
            ($"{pair.Name}.exp_avg_sq", states[pair.Parameter.Handle].exp_avg_sq),
        });
    }

    /// <summary>Tells an optimizer whose tensors were copied into how many steps they stand for.</summary>
    public static void SetStep(OptimizerHelper optimizer, int step)
    {
        if (optimizer is not AdamW wide) return;
        foreach (AdamW.State state in wide.state_dict().State.Cast<AdamW.State>()) state.step = step;
    }

    private static AdamW.ParamGroup Group(IEnumerable<Parameter> parameters, double rate, double decay) =>
        new(parameters, rate, weight_decay: decay);
}
