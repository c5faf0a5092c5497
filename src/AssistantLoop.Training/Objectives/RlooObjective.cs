using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// REINFORCE of whole sampled answers with a leave-one-out baseline (Ahmadian et al. 2024):
/// -(A - β s) log π of the answer, with A from <see cref="Advantages.LeaveOneOut"/> and s = log π - log π of the
/// reference over the answer, a part of the reward and so without gradient of its own. The baseline is that of the
/// reward without s, since an example knows its own s only; the expected gradient is the same.
/// </summary>
/// <param name="beta">β, 0 or more: what an answer's divergence from the reference takes from its reward.</param>
/// <exception cref="ArgumentOutOfRangeException">β is negative.</exception>
public sealed class RlooObjective(double beta = 0.05) : IObjective
{
    private readonly double _beta = SettingRange.NotNegative(beta);

    public string Name => "rloo";

    public IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["beta"] = _beta };

    public bool NeedsReference => _beta > 0;

    public bool Takes(Example example) => example.Kind == ExampleKind.Sampled;

    public double Weight(Example example) => example.Weight;

    public Tensor Losses(ScoredExamples examples)
    {
        Tensor rewards = examples.Numbers(examples.Examples.Select(example => example.Advantage));
        if (_beta > 0) rewards -= examples.Ratios().detach() * _beta;
        return -rewards * examples.Sums() * examples.Weights;
    }
}
