using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Objectives;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Objectives;

/// <summary>Examples and log-probabilities in float64 as a model would give them.</summary>
internal static class Scored
{
    /// <summary>An example of texts with so many counted tokens each, among others that do not count.</summary>
    public static Example Example(ExampleKind kind, params int[] counts) =>
        new(kind, [.. counts.Select(Text)]);

    /// <summary>A pair of one-token texts with the given s = log p - log p of the reference.</summary>
    public static ScoredExamples Pair(double chosen, double rejected) => new(
        [Example(ExampleKind.Pair, 1, 1)], tensor(new[] { chosen - 3, rejected - 4 }), tensor(new[] { -3.0, -4 }));

    /// <summary>The one loss of the examples' one row.</summary>
    public static double Loss(IObjective objective, ScoredExamples examples) =>
        Assert.Single(objective.Losses(examples).data<double>().ToArray());

    /// <summary>The losses' sum and its derivative by each token's log-probability.</summary>
    public static (double Loss, double[] Gradient) Differentiated(IObjective objective, ScoredExamples examples)
    {
        Tensor logProbs = examples.LogProbs.detach().clone().requires_grad_();
        Tensor loss = objective.Losses(examples with { LogProbs = logProbs }).sum();
        loss.backward();
        return (loss.item<double>(), logProbs.grad!.data<double>().ToArray());
    }

    // The first token counts for nothing even where it is trainable, as nothing stands before it.
    private static EncodedChat Text(int counted)
    {
        bool[] trainable = [true, false, .. Enumerable.Repeat(true, counted), false];
        return new EncodedChat(new int[trainable.Length], trainable);
    }
}
