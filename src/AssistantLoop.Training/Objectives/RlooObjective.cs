using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// REINFORCE of whole sampled answers (Ahmadian et al. 2024): -A log π of the answer, with A from
/// <see cref="Advantages.LeaveOneOut"/>. What an answer's divergence from the reference costs is a part of the rewards
/// that A compares, so that the baseline takes from its variance too.
/// </summary>
public sealed class RlooObjective : IObjective
{
    public string Name => "rloo";

    public IReadOnlyDictionary<string, double> Settings { get; } = new Dictionary<string, double>();

    public bool NeedsReference => false;

    public bool Takes(Example example) => example.Kind == ExampleKind.Sampled;

    public double Weight(Example example) => example.Weight;

    public Tensor Losses(ScoredExamples examples)
    {
        Tensor advantages = examples.Numbers(examples.Examples.Select(example => example.Advantage));
        return -advantages * examples.Sums() * examples.Weights;
    }
}
