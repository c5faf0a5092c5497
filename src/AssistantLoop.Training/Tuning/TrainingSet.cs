using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.Tuning;

/// <summary>What is learnt from: conversations to imitate, pairs of answers, and answers with a rating.</summary>
public sealed record TrainingSet
{
    public static TrainingSet Empty { get; } = new();

    public IReadOnlyList<ChatSample> Samples { get; init; } = [];

    public IReadOnlyList<PreferencePair> Pairs { get; init; } = [];

    public IReadOnlyList<UnpairedSample> Ratings { get; init; } = [];

    public int Count => Samples.Count + Pairs.Count + Ratings.Count;

    public static TrainingSet Of(IReadOnlyList<ChatSample> samples) => new() { Samples = samples };
}
