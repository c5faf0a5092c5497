using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Embedders;

/// <summary>What sentence-transformers keeps beside an encoder: modules, pooling, longest text and prompts.</summary>
internal sealed record SentenceFiles(Pooling Pooling, int? MaxTokens, IReadOnlyDictionary<string, string> Prompts)
{
    /// <summary>Names of the files that were read or looked for.</summary>
    public required IReadOnlyList<string> FileNames { get; init; }

    private const string Modules = "modules.json";
    private const string Limits = "sentence_bert_config.json";
    private const string PromptsName = "config_sentence_transformers.json";
    private const string PoolingFolder = "1_Pooling";

    private static string PoolingFile(string folder) => Path.Combine(folder, EncoderConfig.FileName);

    public static SentenceFiles Load(string folder)
    {
        string limits = Path.Combine(folder, Limits), prompts = Path.Combine(folder, PromptsName);
        string modules = Path.Combine(folder, Modules);
        string pooling = !File.Exists(modules) ? PoolingFolder
            : PoolingPath(modules) ?? throw new ModelFormatException(modules, "there is no Pooling module.");
        return new(
            ReadPooling(folder, pooling),
            File.Exists(limits) ? JsonFields.Load(limits).OptionalInteger("max_seq_length", 3, 1 << 20) : null,
            File.Exists(prompts) ? ReadPrompts(JsonFields.Load(prompts)) : new Dictionary<string, string>())
        {
            FileNames = [Modules, Limits, PromptsName, PoolingFile(pooling)],
        };
    }

    /// <summary>Writes the files of an encoder with mean pooling, a longest text and no prompts.</summary>
    public static void Write(string folder, int hiddenSize, int maxTokens)
    {
        Directory.CreateDirectory(Path.Combine(folder, PoolingFolder));
        WriteJson(Path.Combine(folder, Limits), new { max_seq_length = maxTokens, do_lower_case = false });
        WriteJson(Path.Combine(folder, PoolingFile(PoolingFolder)), new
        {
            word_embedding_dimension = hiddenSize,
            pooling_mode_cls_token = false,
            pooling_mode_mean_tokens = true,
            pooling_mode_max_tokens = false,
            pooling_mode_mean_sqrt_len_tokens = false,
        });
        WriteJson(Path.Combine(folder, Modules), new[]
        {
            new { idx = 0, name = "0", path = "", type = "sentence_transformers.models.Transformer" },
            new { idx = 1, name = "1", path = PoolingFolder, type = "sentence_transformers.models.Pooling" },
            new { idx = 2, name = "2", path = "2_Normalize", type = "sentence_transformers.models.Normalize" },
        });
    }

    private static void WriteJson<T>(string path, T value) =>
        WholeFile.WriteText(path, JsonSerializer.Serialize(value, s_indented));

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static Pooling ReadPooling(string folder, string pooling)
    {
        string file = Path.Combine(folder, PoolingFile(pooling));
        if (!File.Exists(file))
        {
            return File.Exists(Path.Combine(folder, Modules))
                ? throw new ModelFormatException(file, "the file is missing.") : Pooling.Mean;
        }

        JsonFields fields = JsonFields.Load(file);
        foreach (string other in (string[])["max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken"])
        {
            if (fields.Flag($"pooling_mode_{other}", missing: false))
            {
                throw fields.Wrong($"pooling_mode_{other}", "false (mean or CLS pooling only)", "true");
            }
        }

        bool cls = fields.Flag("pooling_mode_cls_token", missing: false);
        if (cls == fields.Flag("pooling_mode_mean_tokens", missing: !cls))
        {
            throw fields.Wrong("pooling_mode_mean_tokens", "true where pooling_mode_cls_token is not, else false", $"{cls}");
        }

        return cls ? Pooling.Cls : Pooling.Mean;
    }

    private static string? PoolingPath(string path)
    {
        string? pooling = null;
        JsonFields root = JsonFields.Parse(path, JsonSerializer.SerializeToUtf8Bytes(
            new { modules = JsonSerializer.Deserialize<JsonElement>(ReadList(path)) }));
        foreach (JsonFields module in Tokenization.TokenizerJson.Objects(root, "modules"))
        {
            string type = module.Text("type");
            switch (type[(type.LastIndexOf('.') + 1)..])
            {
                case "Transformer" or "Normalize":
                    break;
                case "Pooling":
                    pooling = module.Text("path");
                    if (Path.GetFileName(pooling) != pooling)
                    {
                        throw module.Wrong("path", "a folder of this folder", pooling);
                    }

                    break;
                default:
                    throw module.Wrong("type", "Transformer, Pooling or Normalize", type);
            }
        }

        return pooling;
    }

    private static byte[] ReadList(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Array ? bytes
                : throw new ModelFormatException(path, "the file must hold a JSON list.");
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(path, $"not valid JSON: {error.Message}", error);
        }
    }

    private static Dictionary<string, string> ReadPrompts(JsonFields fields) => fields.Object("prompts") is { } prompts
        ? prompts.Element.EnumerateObject().Select(prompt => JsonFields.NameOf(fields.Path, prompt))
            .ToDictionary(name => name, prompts.Text)
        : [];
}
