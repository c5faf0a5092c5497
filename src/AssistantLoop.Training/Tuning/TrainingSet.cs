using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.Tuning;

/// <summary>What is learnt from: conversations to imitate, pairs of answers, and answers with a rating.</summary>
public sealed record TrainingSet
{
    public static TrainingSet Empty { get; } = new();

    public IReadOnlyList<ChatSample> Samples { get; init; } = [];

    public IReadOnlyList<PreferencePair> Pairs { get; init; } = [];

    public IReadOnlyList<UnpairedSample> Ratings { get; init; } = [];

    /// <summary>Passages of the business's documents, to be asked about beside the examples (<see cref="Recipe.ReplayShare"/>); where there
    /// are none, those in the samples' prompts are.</summary>
    public IReadOnlyList<DocumentPassage> Passages { get; init; } = [];

    /// <summary>
    /// What an example (one of <see cref="Samples"/>, <see cref="Pairs"/> or <see cref="Ratings"/>) counts beside the
    /// others, over 0; null: all count 1.
    /// </summary>
    public Func<object, double>? WeightOf { get; init; }

    public int Count => Samples.Count + Pairs.Count + Ratings.Count;

    public static TrainingSet Of(IReadOnlyList<ChatSample> samples) => new() { Samples = samples };
}
