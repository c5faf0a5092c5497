using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.Reward;

/// <summary>What a reward model learns from and where it is written.</summary>
public sealed record RewardJob
{
    public required ModelFolder Base { get; init; }

    public required IReadOnlyList<PreferencePair> Train { get; init; }

    /// <summary>What loss and accuracy are measured on and nothing is learnt from.</summary>
    public IReadOnlyList<PreferencePair> HeldOut { get; init; } = [];

    public required RewardRecipe Recipe { get; init; }

    /// <summary>Hash of the data set, for the manifest.</summary>
    public string? DataSetHash { get; init; }

    /// <summary>The folder to write: a PEFT adapter for sequence classification.</summary>
    public required string Output { get; init; }

    /// <summary>Where the run's log lies; null: none is written.</summary>
    public string? RunFolder { get; init; }
}
