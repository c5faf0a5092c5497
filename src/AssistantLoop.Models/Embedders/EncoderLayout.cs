using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Embedders;

/// <summary>The tensors of a BERT encoder by Hugging Face's names, without the prefix "bert." that some files have.</summary>
public static class EncoderLayout
{
    public const string Words = "embeddings.word_embeddings.weight";
    public const string Positions = "embeddings.position_embeddings.weight";
    public const string Types = "embeddings.token_type_embeddings.weight";
    public const string Norm = "embeddings.LayerNorm";

    /// <summary>Where a layer's modules are; each has a weight and a bias.</summary>
    public static string Layer(int layer) => $"encoder.layer.{layer}.";

    /// <summary>The linear modules of a layer: path in it, outputs and inputs.</summary>
    public static IEnumerable<(string Path, int Outputs, int Inputs)> LinearsOf(EncoderConfig config) =>
    [
        ("attention.self.query", config.HiddenSize, config.HiddenSize),
        ("attention.self.key", config.HiddenSize, config.HiddenSize),
        ("attention.self.value", config.HiddenSize, config.HiddenSize),
        ("attention.output.dense", config.HiddenSize, config.HiddenSize),
        ("intermediate.dense", config.IntermediateSize, config.HiddenSize),
        ("output.dense", config.HiddenSize, config.IntermediateSize),
    ];

    /// <summary>Every tensor and its shape.</summary>
    public static IEnumerable<(string Name, long[] Shape)> TensorsOf(EncoderConfig config)
    {
        yield return (Words, [config.VocabularySize, config.HiddenSize]);
        yield return (Positions, [config.MaxPositions, config.HiddenSize]);
        yield return (Types, [config.TypeCount, config.HiddenSize]);
        yield return ($"{Norm}.weight", [config.HiddenSize]);
        yield return ($"{Norm}.bias", [config.HiddenSize]);
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            foreach ((string path, int outputs, int inputs) in LinearsOf(config))
            {
                yield return ($"{Layer(layer)}{path}.weight", [outputs, inputs]);
                yield return ($"{Layer(layer)}{path}.bias", [outputs]);
            }

            foreach (string norm in (string[])["attention.output.LayerNorm", "output.LayerNorm"])
            {
                yield return ($"{Layer(layer)}{norm}.weight", [config.HiddenSize]);
                yield return ($"{Layer(layer)}{norm}.bias", [config.HiddenSize]);
            }
        }
    }

    /// <summary>Checks that every tensor is there as floats of the right shape, and returns the prefix that the names
    /// have in this file: none, or "bert.".</summary>
    internal static string Check(EncoderConfig config, ModelWeights weights, string path)
    {
        string prefix = weights.Tensors.ContainsKey($"bert.{Words}") ? "bert." : "";
        foreach ((string name, long[] shape) in TensorsOf(config))
        {
            TensorInfo info = weights.Find(prefix + name);
            if (!info.Shape.AsSpan().SequenceEqual(shape))
            {
                throw new ModelFormatException(path, $"tensor \"{prefix}{name}\" has shape "
                    + $"[{string.Join(", ", info.Shape)}]; {EncoderConfig.FileName} makes it [{string.Join(", ", shape)}].");
            }

            if (info.Type is not (TensorType.F32 or TensorType.F16 or TensorType.BF16))
            {
                throw new ModelFormatException(path, $"tensor \"{prefix}{name}\" has element type "
                    + $"{TensorTypes.NameOf(info.Type)}; expected F32, F16 or BF16.");
            }
        }

        return prefix;
    }
}
