using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Adapters;

/// <summary>
/// adapter_config.json in and out. Variants that change what the tensors mean are refused, never ignored.
/// </summary>
internal static class AdapterConfigFile
{
    // Absent, null, false, empty or "none" is what plain LoRA has in all of these.
    private static readonly string[] s_mustBeUnset =
    [
        "use_qalora", "lora_bias", "fan_in_fan_out", "modules_to_save", "rank_pattern", "alpha_pattern",
        "layer_replication", "trainable_token_indices", "target_parameters", "exclude_modules",
        "alora_invocation_tokens",
    ];

    // The others rewrite the base weights before training.
    private static readonly string[] s_plainStarts = ["gaussian", "orthogonal", "eva"];

    // What PEFT names of its own accord for a classifier; the architectures here have the second alone.
    private static readonly string[] s_heads = ["classifier", RewardAdapter.HeadModule];

    /// <param name="path">The file.</param>
    /// <param name="scores">Whether the adapter must be one that scores texts, rather than one that writes them.</param>
    public static AdapterConfig Read(string path, bool scores = false)
    {
        JsonFields fields = JsonFields.Load(path);
        Refuse(fields, scores);
        double alpha = fields.OptionalNumber("lora_alpha") ?? throw fields.Missing("lora_alpha");
        double dropout = fields.OptionalNumber("lora_dropout") ?? 0;
        return new AdapterConfig
        {
            Rank = fields.Integer("r", 1, 4096),
            Alpha = alpha,
            Dropout = dropout is >= 0 and < 1 ? dropout
                : throw fields.Wrong("lora_dropout", "from 0 up to 1", $"{dropout}"),
            TargetModules = TargetModules(fields),
            RsLora = fields.Flag("use_rslora", missing: false),
            Dora = fields.Flag("use_dora", missing: false),
            BaseModel = fields.OptionalText("base_model_name_or_path") ?? "",
            Layers = fields.Find("layers_to_transform") is null ? null : fields.TokenIds("layers_to_transform"),
        };
    }

    public static void Write(string path, AdapterConfig config, bool scores = false) => WholeFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("peft_type", "LORA");
        json.WriteString("task_type", TaskType(scores));
        json.WriteString("base_model_name_or_path", config.BaseModel);
        json.WriteNumber("r", config.Rank);
        json.WriteNumber("lora_alpha", config.Alpha);
        json.WriteNumber("lora_dropout", config.Dropout);
        WriteTexts(json, "target_modules", config.TargetModules);
        json.WriteBoolean("use_rslora", config.RsLora);
        json.WriteBoolean("use_dora", config.Dora);
        json.WriteString("bias", "none");
        json.WriteBoolean("fan_in_fan_out", false);
        json.WriteBoolean("inference_mode", true);
        json.WriteBoolean("init_lora_weights", true);
        WriteLayers(json, config.Layers);
        if (scores) WriteTexts(json, "modules_to_save", [RewardAdapter.HeadModule]);
        else json.WriteNull("modules_to_save");
        json.WriteEndObject();
    });

    private static string TaskType(bool scores) => scores ? "SEQ_CLS" : "CAUSAL_LM";

    private static void Refuse(JsonFields fields, bool scores)
    {
        string type = fields.Text("peft_type");
        if (type != "LORA")
        {
            throw fields.Wrong("peft_type", "LORA", type);
        }

        if (fields.OptionalText("task_type") is string task && task != TaskType(scores))
        {
            throw fields.Wrong("task_type", TaskType(scores), task);
        }

        if (scores && fields.OptionalTexts("modules_to_save")?.All(s_heads.Contains) != true)
        {
            throw new ModelFormatException(fields.Path, $"`modules_to_save` must hold {RewardAdapter.HeadModule} alone.");
        }

        if (fields.OptionalText("bias") is string bias && bias != "none")
        {
            throw fields.Wrong("bias", "none", bias);
        }

        foreach (string name in s_mustBeUnset.Where(name => !scores || name != "modules_to_save"))
        {
            if (fields.Find(name) is JsonElement value && !IsUnset(value))
            {
                throw fields.Wrong(name, "unset (only plain LoRA and DoRA load)", value);
            }
        }

        if (fields.Find("init_lora_weights") is { ValueKind: JsonValueKind.String } start
            && !s_plainStarts.Contains(start.GetString()))
        {
            throw fields.Wrong("init_lora_weights",
                "true, false, gaussian, orthogonal or eva (others change the base)", start);
        }
    }

    private static bool IsUnset(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static IReadOnlyList<string> TargetModules(JsonFields fields)
    {
        if (fields.Find("target_modules") is not JsonElement value)
        {
            throw fields.Missing("target_modules");
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.ValueEquals("all-linear")
                ? AdapterConfig.AllLinear
                : throw fields.Wrong("target_modules", "a list of module names or \"all-linear\"", value);
        }

        return fields.OptionalTexts("target_modules") is { Count: > 0 } names
            ? names
            : throw fields.Wrong("target_modules", "a list of at least one module name", value);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteLayers(Utf8JsonWriter json, IReadOnlyList<int>? layers)
    {
        if (layers is null)
        {
            json.WriteNull("layers_to_transform");
            return;
        }

        json.WriteStartArray("layers_to_transform");
        foreach (int layer in layers)
        {
            json.WriteNumberValue(layer);
        }

        json.WriteEndArray();
    }
}
