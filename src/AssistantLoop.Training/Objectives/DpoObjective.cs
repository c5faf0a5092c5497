using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// Direct preference optimisation of pairs. With s = log π - log π of the reference over a text and
/// Δ = s of the chosen - s of the rejected:
/// <list type="bullet">
/// <item>sigmoid: -(1-ε) log σ(βΔ) - ε log σ(-βΔ) (Rafailov et al. 2023, equation 7; conservative with ε);</item>
/// <item>robust: (-(1-ε) log σ(βΔ) + ε log σ(-βΔ)) / (1-2ε) (Chowdhury et al. 2024);</item>
/// <item>IPO: (Δ' - 1/(2β))² (Azar et al. 2023, equation 17), Δ' taken from s over its text's tokens.</item>
/// </list>
/// </summary>
public sealed class DpoObjective : IObjective
{
    private readonly double _beta;
    private readonly double _epsilon;
    private readonly DpoKind _kind;

    /// <param name="beta">β, over 0: the greater, the nearer the model stays to the reference.</param>
    /// <param name="labelSmoothing">ε, the share of pairs that may be swapped: from 0 up to but not 0.5.</param>
    /// <param name="kind">The loss of a margin; IPO knows no label smoothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public DpoObjective(double beta = 0.1, double labelSmoothing = 0, DpoKind kind = DpoKind.Sigmoid)
    {
        (_beta, _epsilon) = (SettingRange.OverZero(beta), SettingRange.UnderAHalf(labelSmoothing));
        _kind = Enum.IsDefined(kind)
            ? kind
            : throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind must be sigmoid, robust or IPO.");
        if (kind == DpoKind.Ipo && labelSmoothing != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(labelSmoothing), labelSmoothing, "labelSmoothing must be 0 with IPO.");
        }
    }

    public string Name => _kind switch
    {
        DpoKind.Robust => "robust-dpo",
        DpoKind.Ipo => "ipo",
        _ => "dpo",
    };

    public IReadOnlyDictionary<string, double> Settings =>
        new Dictionary<string, double> { ["beta"] = _beta, ["labelSmoothing"] = _epsilon };

    public bool NeedsReference => true;

    public bool Takes(Example example) => example.Kind == ExampleKind.Pair;

    public double Weight(Example example) => example.Weight;

    public Tensor Losses(ScoredExamples examples)
    {
        Tensor ratios = examples.Ratios();
        (Tensor chosen, Tensor rejected) =
            ScoredExamples.Pairs(_kind == DpoKind.Ipo ? ratios / examples.Counts : ratios);
        return OfMargins(chosen - rejected) * examples.Weights;
    }

    private Tensor OfMargins(Tensor margins)
    {
        if (_kind == DpoKind.Ipo) return (margins - (1 / (2 * _beta))).square();
        Tensor right = (margins * _beta).log_sigmoid() * (1 - _epsilon);
        Tensor swapped = (margins * -_beta).log_sigmoid() * _epsilon;
        return _kind == DpoKind.Robust ? (swapped - right) / (1 - (2 * _epsilon)) : -right - swapped;
    }
}
