using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Embedders;

/// <summary>A BERT encoder's shape, as config.json says it (Devlin et al. 2019, section 3).</summary>
public sealed record EncoderConfig
{
    public const string FileName = "config.json";

    private const int Most = 1 << 24;

    /// <summary>Width of a token's vector, and of a text's.</summary>
    public required int HiddenSize { get; init; }

    public required int LayerCount { get; init; }

    /// <summary>Divides <see cref="HiddenSize"/>.</summary>
    public required int HeadCount { get; init; }

    public required int IntermediateSize { get; init; }

    /// <summary>Most tokens of a text, [CLS] and [SEP] among them.</summary>
    public required int MaxPositions { get; init; }

    public required int VocabularySize { get; init; }

    /// <summary>Kinds of text; all tokens here are of kind 0.</summary>
    public int TypeCount { get; init; } = 2;

    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Reads config.json of a folder. What the encoder cannot compute exactly throws
    /// <see cref="ModelFormatException"/>, which names the field.</summary>
    public static EncoderConfig Load(string folder)
    {
        JsonFields fields = JsonFields.Load(Path.Combine(folder, FileName));
        Refuse(fields);
        EncoderConfig config = new()
        {
            HiddenSize = fields.Integer("hidden_size", 1, Most),
            LayerCount = fields.Integer("num_hidden_layers", 1, 1024),
            HeadCount = fields.Integer("num_attention_heads", 1, 4096),
            IntermediateSize = fields.Integer("intermediate_size", 1, Most),
            MaxPositions = fields.Integer("max_position_embeddings", 3, Most),
            VocabularySize = fields.Integer("vocab_size", 1, Most),
            TypeCount = fields.OptionalInteger("type_vocab_size", 1, 1024) ?? 2,
            LayerNormEpsilon = fields.OptionalNumber("layer_norm_eps") ?? 1e-12,
        };
        if (config.HiddenSize % config.HeadCount != 0)
        {
            throw fields.Wrong(
                "hidden_size", $"a multiple of num_attention_heads ({config.HeadCount})", $"{config.HiddenSize}");
        }

        return config.LayerNormEpsilon is > 0 and < 1 ? config
            : throw fields.Wrong("layer_norm_eps", "above 0 and below 1", $"{config.LayerNormEpsilon}");
    }

    /// <summary>Writes config.json as transformers reads it.</summary>
    public void Save(string folder) => WholeFile.Write(Path.Combine(folder, FileName), stream =>
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("architectures");
        json.WriteStringValue("BertModel");
        json.WriteEndArray();
        json.WriteString("model_type", "bert");
        json.WriteNumber("hidden_size", HiddenSize);
        json.WriteNumber("num_hidden_layers", LayerCount);
        json.WriteNumber("num_attention_heads", HeadCount);
        json.WriteNumber("intermediate_size", IntermediateSize);
        json.WriteNumber("max_position_embeddings", MaxPositions);
        json.WriteNumber("vocab_size", VocabularySize);
        json.WriteNumber("type_vocab_size", TypeCount);
        json.WriteString("hidden_act", "gelu");
        json.WriteNumber("layer_norm_eps", LayerNormEpsilon);
        json.WriteString("position_embedding_type", "absolute");
        json.WriteNumber("pad_token_id", 0);
        json.WriteEndObject();
    });

    private static void Refuse(JsonFields fields)
    {
        string type = fields.OptionalText("model_type") ?? "bert";
        if (type != "bert")
        {
            throw fields.Wrong("model_type", "bert (other encoders need onnx/model.onnx)", type);
        }

        string activation = fields.OptionalText("hidden_act") ?? "gelu";
        if (activation != "gelu")
        {
            throw fields.Wrong("hidden_act", "gelu", activation);
        }

        string positions = fields.OptionalText("position_embedding_type") ?? "absolute";
        if (positions != "absolute")
        {
            throw fields.Wrong("position_embedding_type", "absolute", positions);
        }
    }
}
