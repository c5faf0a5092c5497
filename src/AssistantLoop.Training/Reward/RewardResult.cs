using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Reward;

/// <summary>
/// What the training of a reward model did. <c>Losses</c> has one a step; the held-out judgements hold the mean loss,
/// the share of pairs whose chosen answer has the greater reward, and by how much it has (null where nothing is held
/// out; <c>After</c> is that of the weights that were kept). <c>TooLong</c> pairs were left out, <c>StopReason</c> says
/// why the run ended before its last step, and <c>ContentHash</c> names what was written.
/// </summary>
public sealed record RewardResult
{
    public required IReadOnlyList<double> Losses { get; init; }

    public Judgement? HeldOutBefore { get; init; }

    public Judgement? HeldOutAfter { get; init; }

    public required int Pairs { get; init; }

    public required int TooLong { get; init; }

    public required long Tokens { get; init; }

    public required TimeSpan Duration { get; init; }

    public required long TrainableWeights { get; init; }

    public string? StopReason { get; init; }

    public required string ContentHash { get; init; }
}
