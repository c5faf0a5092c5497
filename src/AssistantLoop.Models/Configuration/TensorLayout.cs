namespace AssistantLoop.Models.Configuration;

/// <summary>The tensors that a model of a given shape consists of, by Hugging Face's names.</summary>
public static class TensorLayout
{
    public const string Embedding = "model.embed_tokens.weight";
    public const string FinalNorm = "model.norm.weight";
    public const string Head = "lm_head.weight";

    /// <summary>Every tensor the model needs and its shape; a tied head is not among them.</summary>
    public static IEnumerable<(string Name, long[] Shape)> TensorsOf(ModelConfig config)
    {
        yield return (Embedding, [config.VocabularySize, config.HiddenSize]);
        foreach ((string path, int outputs, int inputs) in LinearsOf(config))
        {
            yield return ($"{path}.weight", [outputs, inputs]);
            if (config.AttentionBias && HasQkvBias(path))
            {
                yield return ($"{path}.bias", [outputs]);
            }
        }

        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            yield return ($"model.layers.{layer}.input_layernorm.weight", [config.HiddenSize]);
            yield return ($"model.layers.{layer}.post_attention_layernorm.weight", [config.HiddenSize]);
            if (config.QueryKeyNorm)
            {
                yield return ($"model.layers.{layer}.self_attn.q_norm.weight", [config.HeadDim]);
                yield return ($"model.layers.{layer}.self_attn.k_norm.weight", [config.HeadDim]);
            }
        }

        yield return (FinalNorm, [config.HiddenSize]);
        if (!config.TieWordEmbeddings)
        {
            yield return (Head, [config.VocabularySize, config.HiddenSize]);
        }
    }

    /// <summary>
    /// The linear modules of all layers (what LoRA can adapt): module path, output size and input size.
    /// The weight of each is [output, input].
    /// </summary>
    public static IEnumerable<(string Path, int Outputs, int Inputs)> LinearsOf(ModelConfig config)
    {
        int queries = config.HeadCount * config.HeadDim;
        int keys = config.KeyValueHeadCount * config.HeadDim;
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            string prefix = $"model.layers.{layer}";
            yield return ($"{prefix}.self_attn.q_proj", queries, config.HiddenSize);
            yield return ($"{prefix}.self_attn.k_proj", keys, config.HiddenSize);
            yield return ($"{prefix}.self_attn.v_proj", keys, config.HiddenSize);
            yield return ($"{prefix}.self_attn.o_proj", config.HiddenSize, queries);
            yield return ($"{prefix}.mlp.gate_proj", config.IntermediateSize, config.HiddenSize);
            yield return ($"{prefix}.mlp.up_proj", config.IntermediateSize, config.HiddenSize);
            yield return ($"{prefix}.mlp.down_proj", config.HiddenSize, config.IntermediateSize);
        }
    }

    private static bool HasQkvBias(string path) =>
        path.EndsWith(".q_proj", StringComparison.Ordinal)
        || path.EndsWith(".k_proj", StringComparison.Ordinal)
        || path.EndsWith(".v_proj", StringComparison.Ordinal);
}
