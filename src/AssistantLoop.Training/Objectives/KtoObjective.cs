using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// Kahneman-Tversky optimisation of single ratings (Ethayarajh et al. 2024). With s = log π - log π of the
/// reference over the answer and z = max(0, mean of s over mismatched answers), which does not learn: a liked answer
/// loses w_D (1 - σ(β(s - z))), a disliked one w_U (1 - σ(β(z - s))).
/// </summary>
public sealed class KtoObjective : IObjective
{
    private const double MostLikedShare = 4.0 / 3;

    private readonly double _beta;
    private readonly double _desirable;
    private readonly double _undesirable;

    /// <param name="beta">β, over 0: the greater, the nearer the model stays to the reference.</param>
    /// <param name="desirableWeight">w_D, what a liked answer counts; over 0.</param>
    /// <param name="undesirableWeight">w_U, what a disliked answer counts; over 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public KtoObjective(double beta = 0.1, double desirableWeight = 1, double undesirableWeight = 1)
    {
        _beta = SettingRange.OverZero(beta);
        _desirable = SettingRange.OverZero(desirableWeight);
        _undesirable = SettingRange.OverZero(undesirableWeight);
    }

    public string Name => "kto";

    public IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>
    {
        ["beta"] = _beta,
        ["desirableWeight"] = _desirable,
        ["undesirableWeight"] = _undesirable,
    };

    public bool NeedsReference => true;

    public bool NeedsMismatched => true;

    /// <summary>
    /// Raises the weight of the rarer side until w_D · liked / (w_U · disliked) lies in [1, 4/3], as the
    /// paper advises; both weights are 1 where it does so already, or where one side is empty.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or β is not over 0.</exception>
    public static KtoObjective Balanced(int liked, int disliked, double beta = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(liked);
        ArgumentOutOfRangeException.ThrowIfNegative(disliked);
        if (liked == 0 || disliked == 0) return new KtoObjective(beta);
        double ratio = (double)liked / disliked;
        return new KtoObjective(beta, Math.Max(1, 1 / ratio), Math.Max(1, ratio / MostLikedShare));
    }

    public bool Takes(Example example) => example.Kind is ExampleKind.Liked or ExampleKind.Disliked;

    public double Weight(Example example) => example.Weight;

    public Tensor Losses(ScoredExamples examples)
    {
        double z = Math.Max(0, examples.MismatchedReward);
        Tensor signs = examples.Numbers(examples.Examples.Select(example => IsLiked(example) ? 1.0 : -1));
        Tensor weights = examples.Numbers(
            examples.Examples.Select(example => example.Weight * (IsLiked(example) ? _desirable : _undesirable)));

        // 1 - σ(x) = σ(-x), which keeps its digits where σ(x) is nearly 1.
        return ((examples.Ratios() - z) * signs * -_beta).sigmoid() * weights;
    }

    private static bool IsLiked(Example example) => example.Kind == ExampleKind.Liked;
}
