namespace AssistantLoop.Training.OnPolicy;

/// <summary>
/// What an on-policy run did. The held-out rewards are the means over the held-out prompts' most probable answers (null
/// where nothing is held out; <c>After</c> is that of the weights that were kept). <c>TooLong</c> prompts were left out,
/// <c>Tokens</c> counts prompts and answers, <c>StopReason</c> says why the run ended before its last step, and
/// <c>ContentHash</c> names what was written.
/// </summary>
public sealed record OnPolicyResult
{
    public required IReadOnlyList<OnPolicyStep> Steps { get; init; }

    public double? HeldOutBefore { get; init; }

    public double? HeldOutAfter { get; init; }

    public required int Prompts { get; init; }

    public required int TooLong { get; init; }

    public required long Tokens { get; init; }

    public required TimeSpan Duration { get; init; }

    public required long TrainableWeights { get; init; }

    public string? StopReason { get; init; }

    public required string ContentHash { get; init; }
}
