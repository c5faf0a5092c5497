using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Configuration;

/// <summary>config.json in and out. What the decoder cannot compute exactly is refused, never ignored.</summary>
internal static class ModelConfigFile
{
    private const int Most = 1 << 24;

    public static ModelConfig Read(string path)
    {
        JsonFields fields = JsonFields.Load(path);
        string architecture = Architecture(fields);
        Refuse(fields, architecture);
        int hidden = fields.Integer("hidden_size", 1, Most);
        int heads = fields.Integer("num_attention_heads", 1, 4096);
        JsonFields? rope = fields.Object("rope_parameters") ?? fields.Object("rope_scaling");
        ModelConfig config = new()
        {
            Architecture = architecture,
            HiddenSize = hidden,
            IntermediateSize = fields.Integer("intermediate_size", 1, Most),
            LayerCount = fields.Integer("num_hidden_layers", 1, 1024),
            HeadCount = heads,
            KeyValueHeadCount = fields.OptionalInteger("num_key_value_heads", 1, heads) ?? heads,
            HeadDim = fields.OptionalInteger("head_dim", 2, 4096)
                ?? DefaultHeadDim(fields, architecture, hidden, heads),
            VocabularySize = fields.Integer("vocab_size", 1, Most),
            MaxPositions = MaxPositions(fields, architecture),
            RmsNormEpsilon = fields.OptionalNumber("rms_norm_eps") ?? 1e-6,
            RopeTheta = fields.OptionalNumber("rope_theta") ?? rope?.OptionalNumber("rope_theta") ?? 10_000,
            RopeScaling = rope is null ? null : Scaling(rope),
            TieWordEmbeddings = fields.Flag("tie_word_embeddings", missing: false),
            BosTokenId = fields.TokenIds("bos_token_id").Cast<int?>().FirstOrDefault(),
            EosTokenIds = fields.TokenIds("eos_token_id"),
            PadTokenId = fields.OptionalInteger("pad_token_id", -1, Most) is int pad and >= 0 ? pad : null,
        };
        Check(fields, config);
        return config;
    }

    public static void Write(string path, ModelConfig config) => WholeFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("architectures");
        json.WriteStringValue(config.Architecture);
        json.WriteEndArray();
        json.WriteString("model_type", ModelType(config.Architecture));
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteNumber("num_hidden_layers", config.LayerCount);
        json.WriteNumber("num_attention_heads", config.HeadCount);
        json.WriteNumber("num_key_value_heads", config.KeyValueHeadCount);
        json.WriteNumber("head_dim", config.HeadDim);
        json.WriteNumber("vocab_size", config.VocabularySize);
        json.WriteNumber("max_position_embeddings", config.MaxPositions);
        json.WriteNumber("rms_norm_eps", config.RmsNormEpsilon);
        json.WriteNumber("rope_theta", config.RopeTheta);
        WriteScaling(json, config.RopeScaling);
        json.WriteString("hidden_act", "silu");
        json.WriteBoolean("tie_word_embeddings", config.TieWordEmbeddings);
        if (config.Architecture is ModelConfig.Llama or ModelConfig.Qwen3)
        {
            json.WriteBoolean("attention_bias", false);
        }

        // Mistral's default is a window of 4096 tokens, so its absence must be said.
        json.WriteNull("sliding_window");
        WriteTokens(json, config);
        json.WriteString("torch_dtype", "float32");
        json.WriteEndObject();
    });

    private static string Architecture(JsonFields fields)
    {
        IReadOnlyList<string> names = fields.OptionalTexts("architectures") ?? throw fields.Missing("architectures");
        return names is [ModelConfig.Llama or ModelConfig.Mistral or ModelConfig.Qwen2 or ModelConfig.Qwen3]
            ? names[0]
            : throw fields.Wrong("architectures",
                "one of LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM",
                names.Count == 0 ? "an empty list" : string.Join(", ", names));
    }

    private static void Refuse(JsonFields fields, string architecture)
    {
        string activation = fields.OptionalText("hidden_act") ?? "silu";
        if (activation is not ("silu" or "swish"))
        {
            throw fields.Wrong("hidden_act", "silu", activation);
        }

        if (fields.Flag("attention_bias", architecture == ModelConfig.Qwen2) && architecture != ModelConfig.Qwen2)
        {
            throw fields.Wrong("attention_bias", $"false for {architecture}", "true");
        }

        if (fields.Flag("mlp_bias", missing: false))
        {
            throw fields.Wrong("mlp_bias", "false", "true");
        }

        if (fields.Find("quantization_config") is not null)
        {
            throw fields.Wrong("quantization_config", "absent (weights in F32, F16 or BF16)", "a quantised model");
        }

        if (fields.OptionalNumber("partial_rotary_factor") is double share && share != 1)
        {
            throw fields.Wrong("partial_rotary_factor", "1", $"{share}");
        }
    }

    // Full attention equals attention through a window as long as the context fits into the window.
    private static int MaxPositions(JsonFields fields, string architecture)
    {
        int positions = fields.Integer("max_position_embeddings", 1, Most);
        bool windowed = architecture == ModelConfig.Mistral || fields.Flag("use_sliding_window", missing: false);
        return windowed && fields.OptionalInteger("sliding_window", 1, Most) is int window
            ? Math.Min(positions, window)
            : positions;
    }

    private static int DefaultHeadDim(JsonFields fields, string architecture, int hidden, int heads)
    {
        if (architecture == ModelConfig.Qwen3)
        {
            return 128;
        }

        return hidden % heads == 0 ? hidden / heads : throw fields.Wrong(
            "hidden_size", $"a multiple of num_attention_heads ({heads}) where head_dim is absent", $"{hidden}");
    }

    private static RopeScaling? Scaling(JsonFields rope)
    {
        string type = rope.OptionalText("rope_type") ?? rope.OptionalText("type") ?? "default";
        if (type == "default")
        {
            return null;
        }

        if (type != "llama3")
        {
            throw rope.Wrong("rope_type", "default or llama3", type);
        }

        double factor = Positive(rope, "factor");
        double low = Positive(rope, "low_freq_factor");
        double high = Positive(rope, "high_freq_factor");
        return high > low
            ? new RopeScaling(factor, low, high, rope.Integer("original_max_position_embeddings", 1, Most))
            : throw rope.Wrong("high_freq_factor", $"over low_freq_factor ({low})", $"{high}");
    }

    private static double Positive(JsonFields fields, string name) =>
        fields.OptionalNumber(name) is not double value ? throw fields.Missing(name)
        : value > 0 ? value : throw fields.Wrong(name, "over 0", $"{value}");

    private static void Check(JsonFields fields, ModelConfig config)
    {
        if (config.HeadCount % config.KeyValueHeadCount != 0)
        {
            throw fields.Wrong("num_key_value_heads", $"a divisor of num_attention_heads ({config.HeadCount})",
                $"{config.KeyValueHeadCount}");
        }

        if (config.HeadDim % 2 != 0)
        {
            throw fields.Wrong("head_dim", "even", $"{config.HeadDim}");
        }

        if (config.RmsNormEpsilon is < 0 or > 1)
        {
            throw fields.Wrong("rms_norm_eps", "from 0 to 1", $"{config.RmsNormEpsilon}");
        }

        if (config.RopeTheta <= 0)
        {
            throw fields.Wrong("rope_theta", "over 0", $"{config.RopeTheta}");
        }

        if (config.EosTokenIds.Append(config.BosTokenId ?? 0).Any(id => id >= config.VocabularySize))
        {
            throw fields.Wrong("bos_token_id, eos_token_id", $"under vocab_size ({config.VocabularySize})",
                "a greater id");
        }
    }

    private static string ModelType(string architecture) => architecture switch
    {
        ModelConfig.Mistral => "mistral",
        ModelConfig.Qwen2 => "qwen2",
        ModelConfig.Qwen3 => "qwen3",
        _ => "llama",
    };

    private static void WriteScaling(Utf8JsonWriter json, RopeScaling? scaling)
    {
        if (scaling is null)
        {
            json.WriteNull("rope_scaling");
            return;
        }

        json.WriteStartObject("rope_scaling");
        json.WriteString("rope_type", "llama3");
        json.WriteNumber("factor", scaling.Factor);
        json.WriteNumber("low_freq_factor", scaling.LowFrequencyFactor);
        json.WriteNumber("high_freq_factor", scaling.HighFrequencyFactor);
        json.WriteNumber("original_max_position_embeddings", scaling.OriginalMaxPositions);
        json.WriteEndObject();
    }

    private static void WriteTokens(Utf8JsonWriter json, ModelConfig config)
    {
        if (config.BosTokenId is int bos)
        {
            json.WriteNumber("bos_token_id", bos);
        }

        if (config.EosTokenIds is [int only])
        {
            json.WriteNumber("eos_token_id", only);
        }
        else if (config.EosTokenIds.Count > 1)
        {
            json.WriteStartArray("eos_token_id");
            foreach (int id in config.EosTokenIds)
            {
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
        }

        if (config.PadTokenId is int pad)
        {
            json.WriteNumber("pad_token_id", pad);
        }
    }
}
