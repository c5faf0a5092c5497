using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// The loss of a reward model, which gives a text one number r (Bradley and Terry 1952; Touvron et al. 2023, equations
/// 1 and 2): -log σ(r of the chosen - r of the rejected - m), plus c times the squared sum of both, which keeps rewards
/// centred on 0 (Eisenstein et al. 2023).
/// </summary>
/// <param name="margin">m, 0 or more: by how much the chosen text's reward should at least be the greater.</param>
/// <param name="centring">c, 0 or more: what rewards away from 0 cost.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
public sealed class RewardObjective(double margin = 0, double centring = 0)
{
    private readonly double _margin = SettingRange.NotNegative(margin);
    private readonly double _centring = SettingRange.NotNegative(centring);

    /// <summary>The losses [pairs] of rewards [pairs]; their mean is the loss of a step.</summary>
    public Tensor Losses(Tensor chosen, Tensor rejected) =>
        ((chosen + rejected).square() * _centring) - (chosen - rejected - _margin).log_sigmoid();
}
