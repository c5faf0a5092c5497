using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// What a run minimises: the mean over the examples that the objective takes, weighed by <see cref="Weight"/>, over the
/// whole step however many passes it has. A run may minimise a weighted sum of several. A business adds its own by
/// implementing this; an objective keeps no state between calls.
/// </summary>
public interface IObjective
{
    /// <summary>A short name for reports and manifests: sft, dpo, kto.</summary>
    string Name { get; }

    /// <summary>The objective's hyper-parameters, for the manifest.</summary>
    IReadOnlyDictionary<string, double> Settings { get; }

    /// <summary>
    /// Whether <see cref="ScoredExamples"/> must hold what the reference gave the same tokens.
    /// </summary>
    bool NeedsReference { get; }

    /// <summary>
    /// Whether <see cref="ScoredExamples.MismatchedReward"/> must be known, which costs a pass over other answers.
    /// </summary>
    bool NeedsMismatched => false;

    /// <summary>
    /// The loss's derivative by the log-probability of each token of a text of weight 1, where it is a constant; then
    /// one pass computes loss and gradient at once. Null: it depends on the log-probabilities.
    /// </summary>
    double? Slope => null;

    /// <summary>Whether the objective learns from an example.</summary>
    bool Takes(Example example);

    /// <summary>What an example counts in the mean: its weight, times its tokens where the mean is over tokens.</summary>
    double Weight(Example example);

    /// <summary>
    /// The weighted losses of <paramref name="examples"/>, not divided by their weights, one a row: [examples]. It is
    /// differentiated by <see cref="ScoredExamples.LogProbs"/>.
    /// </summary>
    Tensor Losses(ScoredExamples examples);
}
