using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// Supervised fine-tuning: -log p of each trainable token, all tokens of a step weighing the same. Of a pair it learns
/// the chosen answer, and of rated answers the liked ones, at the weight of a run's sum of objectives.
/// </summary>
/// <param name="onlyGeneral">
/// Learn from <see cref="ExampleKind.General"/> examples alone: what replay is beside objectives of preference.
/// </param>
public sealed class SftObjective(bool onlyGeneral = false) : IObjective
{
    public string Name => onlyGeneral ? "replay" : "sft";

    public IReadOnlyDictionary<string, double> Settings { get; } = new Dictionary<string, double>();

    public bool NeedsReference => false;

    public double? Slope => -1;

    public bool Takes(Example example) => example.Kind == ExampleKind.General
        || (!onlyGeneral && example.Kind is ExampleKind.Imitation or ExampleKind.Pair or ExampleKind.Liked);

    public double Weight(Example example) => example.Weight * Example.Counted(example.Texts[0]);

    public Tensor Losses(ScoredExamples examples)
    {
        long[] first = new long[examples.Examples.Count];
        for (int i = 1; i < first.Length; i++) first[i] = first[i - 1] + examples.Examples[i - 1].Texts.Count;
        return -examples.Sums().index_select(0, first.On(examples.LogProbs.device)) * examples.Weights;
    }
}
