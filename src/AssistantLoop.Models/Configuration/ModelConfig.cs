namespace AssistantLoop.Models.Configuration;

/// <summary>
/// The shape of a decoder-only model, as Hugging Face's config.json tells it. Every architecture that loads has
/// pre-normalised blocks, rotary positions, grouped-query attention and a SiLU-gated feed-forward part.
/// </summary>
public sealed record ModelConfig
{
    public const string FileName = "config.json";
    public const string Llama = "LlamaForCausalLM";
    public const string Mistral = "MistralForCausalLM";
    public const string Qwen2 = "Qwen2ForCausalLM";
    public const string Qwen3 = "Qwen3ForCausalLM";

    /// <summary>One of the four class names above.</summary>
    public required string Architecture { get; init; }

    public required int HiddenSize { get; init; }

    public required int IntermediateSize { get; init; }

    public required int LayerCount { get; init; }

    public required int HeadCount { get; init; }

    /// <summary>Number of key and value heads; divides <see cref="HeadCount"/>.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Numbers a head, even; not always HiddenSize / HeadCount.</summary>
    public required int HeadDim { get; init; }

    public required int VocabularySize { get; init; }

    /// <summary>Longest context in tokens; a sliding window, where the model has one, bounds it.</summary>
    public required int MaxPositions { get; init; }

    public double RmsNormEpsilon { get; init; } = 1e-6;

    public double RopeTheta { get; init; } = 10_000;

    public RopeScaling? RopeScaling { get; init; }

    /// <summary>The output head is the embedding matrix.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>
    /// The query, key and value projections have biases (Qwen2); the output projection never has one.
    /// </summary>
    public bool AttentionBias => Architecture == Qwen2;

    /// <summary>Queries and keys are RMS-normalised a head before the rotation (Qwen3).</summary>
    public bool QueryKeyNorm => Architecture == Qwen3;

    public int? BosTokenId { get; init; }

    public IReadOnlyList<int> EosTokenIds { get; init; } = [];

    public int? PadTokenId { get; init; }

    /// <summary>
    /// Inverse rotary frequencies with the scaling applied, in radians a position; HeadDim / 2 of them.
    /// </summary>
    public double[] RotaryFrequencies()
    {
        double[] frequencies = new double[HeadDim / 2];
        for (int i = 0; i < frequencies.Length; i++)
        {
            double frequency = Math.Pow(RopeTheta, -2.0 * i / HeadDim);
            frequencies[i] = RopeScaling?.Apply(frequency) ?? frequency;
        }

        return frequencies;
    }

    /// <summary>
    /// Reads config.json of a model folder; <see cref="ModelFormatException"/> names the field at fault.
    /// </summary>
    public static ModelConfig Load(string folder) => ModelConfigFile.Read(Path.Combine(folder, FileName));

    /// <summary>Writes config.json, whole, as Hugging Face's transformers reads it.</summary>
    public void Save(string folder) => ModelConfigFile.Write(Path.Combine(folder, FileName), this);
}
