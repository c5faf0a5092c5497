using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// Simple preference optimisation, which needs no reference (Meng et al. 2024, equation 6). With ā the mean log p of a
/// text's tokens: -log σ(β(ā of the chosen - ā of the rejected) - γ).
/// </summary>
/// <param name="beta">β, over 0: how steeply the loss falls with the difference of the means.</param>
/// <param name="gamma">γ, 0 or more: β times the difference that is wanted at least.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
public sealed class SimPoObjective(double beta = 2, double gamma = 0.5) : IObjective
{
    private readonly double _beta = SettingRange.OverZero(beta);
    private readonly double _gamma = SettingRange.NotNegative(gamma);

    public string Name => "simpo";

    public IReadOnlyDictionary<string, double> Settings =>
        new Dictionary<string, double> { ["beta"] = _beta, ["gamma"] = _gamma };

    public bool NeedsReference => false;

    public bool Takes(Example example) => example.Kind == ExampleKind.Pair;

    public double Weight(Example example) => example.Weight;

    public Tensor Losses(ScoredExamples examples)
    {
        (Tensor chosen, Tensor rejected) = ScoredExamples.Pairs(examples.Means());
        return -(((chosen - rejected) * _beta) - _gamma).log_sigmoid() * examples.Weights;
    }
}
