using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.OnPolicy;

/// <summary>What an on-policy run works on and where it writes.</summary>
public sealed record OnPolicyJob
{
    public required ModelFolder Base { get; init; }

    /// <summary>An adapter of that base to go on from, which is the reference then; null: a new one.</summary>
    public PeftAdapter? From { get; init; }

    /// <summary>Content hash of <see cref="From"/>, for the manifest.</summary>
    public string? FromHash { get; init; }

    /// <summary>Conversations up to where the assistant is to answer.</summary>
    public required IReadOnlyList<IReadOnlyList<SampleMessage>> Prompts { get; init; }

    /// <summary>Those on whose most probable answers the reward is measured and nothing is learnt from.</summary>
    public IReadOnlyList<IReadOnlyList<SampleMessage>> HeldOut { get; init; } = [];

    /// <summary>
    /// What an answer to a prompt is worth: a function of the text, or <see cref="Reward.RewardModel"/>'s score. The same
    /// answer must always be worth the same where two runs are to be alike.
    /// </summary>
    public required Func<IReadOnlyList<SampleMessage>, string, double> Worth { get; init; }

    public required OnPolicyRecipe Recipe { get; init; }

    /// <summary>Hash of the data set, for the manifest.</summary>
    public string? DataSetHash { get; init; }

    /// <summary>The folder to write: a PEFT adapter.</summary>
    public required string Output { get; init; }

    /// <summary>Where the run's log lies; null: none is written.</summary>
    public string? RunFolder { get; init; }
}
