using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// Odds-ratio preference optimisation, which needs no reference (Hong et al. 2024, equations 6 and 7). With ā the mean
/// log p of a text's tokens and lo = log(odds of the chosen / odds of the rejected), odds = e^ā / (1 - e^ā):
/// -ā of the chosen - β log σ(lo).
/// </summary>
/// <param name="beta">β (the paper's λ), over 0: what the odds count beside imitation of the chosen answer.</param>
/// <exception cref="ArgumentOutOfRangeException">β is not over 0.</exception>
public sealed class OrpoObjective(double beta = 0.1) : IObjective
{
    // A text that is nearer to certain has odds without bound; its ā counts as this in the denominator.
    private const double NearestToCertain = -1e-6;

    private readonly double _beta = SettingRange.OverZero(beta);

    public string Name => "orpo";

    public IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["beta"] = _beta };

    public bool NeedsReference => false;

    public bool Takes(Example example) => example.Kind == ExampleKind.Pair;

    public double Weight(Example example) => example.Weight;

    public Tensor Losses(ScoredExamples examples)
    {
        Tensor means = examples.Means();
        (Tensor chosen, Tensor rejected) = ScoredExamples.Pairs(LogOdds(means));
        Tensor imitation = -ScoredExamples.Pairs(means).Chosen;
        return (imitation - ((chosen - rejected).log_sigmoid() * _beta)) * examples.Weights;
    }

    /// <summary>ā - log(1 - e^ā) for ā of 0 or less, elementwise.</summary>
    internal static Tensor LogOdds(Tensor means) => means - (-means.clamp_max(NearestToCertain).expm1()).log();
}
