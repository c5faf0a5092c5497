using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;

namespace AssistantLoop.Training.Tuning;

/// <summary>What a fine-tuning run works on and where it writes.</summary>
public sealed record TuningJob
{
    public required ModelFolder Base { get; init; }

    /// <summary>An adapter of that base to go on from; null: a new one.</summary>
    public PeftAdapter? From { get; init; }

    /// <summary>Content hash of <see cref="From"/>, for the manifest.</summary>
    public string? FromHash { get; init; }

    public required TrainingSet Train { get; init; }

    /// <summary>What the loss is measured on and nothing is learnt from.</summary>
    public TrainingSet HeldOut { get; init; } = TrainingSet.Empty;

    public required Recipe Recipe { get; init; }

    /// <summary>Hash of the data set, for the manifest.</summary>
    public string? DataSetHash { get; init; }

    /// <summary>The folder to write: a PEFT adapter, or a whole model where more than an adapter learns.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// Where checkpoints lie and the run's log; a run that finds a checkpoint of its own there goes on from it. Null:
    /// neither is written.
    /// </summary>
    public string? RunFolder { get; init; }
}
