using AssistantLoop.Models.Embedders;

namespace AssistantLoop.Training.Embeddings;

/// <summary>All hyper-parameters of an embedder. The defaults are the shipped one's first training, from nothing.</summary>
public sealed record EmbedderRecipe
{
    /// <summary>Width of a token's vector, and dimensions of a text's.</summary>
    public int HiddenSize { get; init; } = 256;

    public int LayerCount { get; init; } = 2;

    public int HeadCount { get; init; } = 4;

    public int IntermediateSize { get; init; } = 512;

    /// <summary>Most tokens of the vocabulary.</summary>
    public int VocabularySize { get; init; } = 12_288;

    /// <summary>Most tokens of a text that is embedded.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Most tokens of a text in training, where longer ones are cut.</summary>
    public int TrainingTokens { get; init; } = 128;

    /// <summary>Pairs of a step; each pair's negatives are the others, so more is harder.</summary>
    public int PairsPerStep { get; init; } = 256;

    /// <summary>Share of the pairs that bring their hard negative along, where they have one; each costs a passage.</summary>
    public double HardNegativeShare { get; init; } = 0.25;

    /// <summary>Tokens of one pass with padding; as many as are fast.</summary>
    public int TokensPerPass { get; init; } = 8192;

    /// <summary>τ of the loss.</summary>
    public double Temperature { get; init; } = 0.05;

    public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Share of the run in which the learning rate rises.</summary>
    public double WarmupShare { get; init; } = 0.05;

    /// <summary>Share of the highest learning rate at the end.</summary>
    public double FinalShare { get; init; } = 0.02;

    /// <summary>AdamW's decay of matrices.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Longest gradient, as the common Euclidean norm.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>The folder of an embedder of this shape to go on from, with its vocabulary; null: new weights.</summary>
    public string? From { get; init; }

    /// <summary>Length of the run in steps; null where <see cref="Minutes"/> bounds it.</summary>
    public int? Steps { get; init; }

    /// <summary>Length of the run in minutes of training, resumed parts together.</summary>
    public double Minutes { get; init; } = 20;

    /// <summary>Steps between two measurements on held-out pairs.</summary>
    public int HeldOutEvery { get; init; } = 200;

    /// <summary>Minutes between two checkpoints.</summary>
    public double CheckpointMinutes { get; init; } = 5;

    public long Seed { get; init; } = 1;

    /// <summary>Threads of one operator.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>"cpu" or "cuda".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>16-bit products over 32-bit weights; null where the processor decides.</summary>
    public bool? BFloat16 { get; init; }

    /// <summary>The encoder's config.json for a vocabulary of this size.</summary>
    public EncoderConfig ToConfig(int vocabularySize) => new()
    {
        HiddenSize = HiddenSize,
        LayerCount = LayerCount,
        HeadCount = HeadCount,
        IntermediateSize = IntermediateSize,
        MaxPositions = MaxTokens,
        VocabularySize = vocabularySize,
        TypeCount = 1,
    };
}
