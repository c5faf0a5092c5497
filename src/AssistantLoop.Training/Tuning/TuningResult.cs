namespace AssistantLoop.Training.Tuning;

/// <summary>
/// What a fine-tuning run did. Losses are the recipe's: one a step, and on the held-out examples before and after (null
/// where nothing is held out; <c>After</c> is that of the weights that were kept). For supervised fine-tuning they are
/// means in nats a token of the assistant's. <c>TooLong</c> examples were left out, <c>NotTaken</c> ones are of a kind
/// that no objective learns from, <c>TrainableShare</c> is the learning share of all weights, <c>StopReason</c> says why
/// the run ended before its last step, and <c>ContentHash</c> names what was written.
/// </summary>
public sealed record TuningResult
{
    public required IReadOnlyList<double> Losses { get; init; }

    public Judgement? HeldOutBefore { get; init; }

    public Judgement? HeldOutAfter { get; init; }

    public required int Examples { get; init; }

    public required int Replayed { get; init; }

    public required int TooLong { get; init; }

    public required int NotTaken { get; init; }

    public required long Tokens { get; init; }

    public required TimeSpan Duration { get; init; }

    public required long TrainableWeights { get; init; }

    public required double TrainableShare { get; init; }

    public string? StopReason { get; init; }

    public required string ContentHash { get; init; }
}
