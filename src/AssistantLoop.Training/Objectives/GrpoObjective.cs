using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// Group relative policy optimisation of sampled answers (Shao et al. 2024, equation 3): the mean over an answer's
/// tokens of -ratio · A + β (ρ - log ρ - 1), with A the answer's advantage and ρ = π of the reference / π. One update
/// is made from each sample, so the ratio of the new π to the sampling π is 1 and carries the gradient alone; clipping
/// it would change nothing.
/// </summary>
/// <param name="beta">β, 0 or more: what a token's divergence from the reference costs.</param>
/// <exception cref="ArgumentOutOfRangeException">β is negative.</exception>
public sealed class GrpoObjective(double beta = 0.04) : IObjective
{
    // e^x is followed by its tangent from here on, so that a token that π all but forgot gives no infinity.
    private const double LargestExponent = 20;

    private readonly double _beta = SettingRange.NotNegative(beta);

    public string Name => "grpo";

    public IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["beta"] = _beta };

    public bool NeedsReference => _beta > 0;

    public bool Takes(Example example) => example.Kind == ExampleKind.Sampled;

    public double Weight(Example example) => example.Weight;

    public Tensor Losses(ScoredExamples examples)
    {
        Tensor ratios = (examples.LogProbs - examples.LogProbs.detach()).exp();
        Tensor advantages = examples.Numbers(examples.Examples.Select(example => example.Advantage));
        Tensor losses = -examples.OverTexts(ratios) * advantages;
        if (_beta > 0) losses += examples.OverTexts(Divergences(examples)) * _beta;
        return losses / examples.Counts * examples.Weights;
    }

    // ρ - log ρ - 1 of each token (equation 4): [tokens].
    private static Tensor Divergences(ScoredExamples examples)
    {
        Tensor log = examples.TokenRatios().neg(), bounded = log.clamp_max(LargestExponent);
        return (bounded.exp() * (log - bounded + 1)) - log - 1;
    }
}
