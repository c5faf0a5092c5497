using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.ChatTemplates;

/// <summary>Finds the chat template and the special tokens of a model folder.</summary>
internal static class ChatTemplateFile
{
    private const string TemplateName = "chat_template.jinja";
    private const string ConfigName = "tokenizer_config.json";

    private static readonly string[] s_tokenNames =
        ["bos_token", "eos_token", "pad_token", "unk_token", "sep_token", "cls_token", "mask_token"];

    public static (string Path, string Source, IReadOnlyDictionary<string, string> SpecialTokens) Read(string folder)
    {
        string file = Path.Combine(folder, TemplateName);
        string configFile = Path.Combine(folder, ConfigName);
        if (!File.Exists(configFile) && !File.Exists(file))
        {
            throw new ModelFormatException(folder,
                $"no chat template: neither {TemplateName} nor {ConfigName} is there.");
        }

        IReadOnlyDictionary<string, string> tokens = SpecialTokens(folder);
        return File.Exists(file)
            ? (file, File.ReadAllText(file), tokens)
            : (configFile, Template(JsonFields.Load(configFile)), tokens);
    }

    /// <summary>Special tokens by role, such as eos_token; empty where tokenizer_config.json is absent.</summary>
    public static IReadOnlyDictionary<string, string> SpecialTokens(string folder)
    {
        string file = Path.Combine(folder, ConfigName);
        return File.Exists(file) ? Tokens(JsonFields.Load(file)) : new Dictionary<string, string>();
    }

    private static string Template(JsonFields config) => config.Find("chat_template") switch
    {
        null => throw new ModelFormatException(config.Path,
            $"`chat_template` is missing, and there is no {TemplateName}."),
        { ValueKind: JsonValueKind.String } => config.Text("chat_template"),
        { ValueKind: JsonValueKind.Array } named => Default(config, named),
        { } other => throw config.Wrong("chat_template", "a text or a list of named templates", other),
    };

    private static string Default(JsonFields config, JsonElement named)
    {
        foreach (JsonElement entry in named.EnumerateArray())
        {
            JsonFields fields = entry.ValueKind == JsonValueKind.Object
                ? new JsonFields(config.Path, entry, "chat_template[].")
                : throw config.Wrong("chat_template", "a list of objects with name and template", entry);
            if (fields.Text("name") == "default")
            {
                return fields.Text("template");
            }
        }

        throw new ModelFormatException(config.Path, "`chat_template` names no template \"default\".");
    }

    private static Dictionary<string, string> Tokens(JsonFields config)
    {
        Dictionary<string, string> tokens = new(StringComparer.Ordinal);
        foreach (string name in s_tokenNames)
        {
            switch (config.Find(name))
            {
                case null:
                    break;
                case { ValueKind: JsonValueKind.String }:
                    tokens[name] = config.Text(name);
                    break;
                case { ValueKind: JsonValueKind.Object }:
                    tokens[name] = config.Object(name)!.Text("content");
                    break;
                case { } other:
                    throw config.Wrong(name, "a text or an object with `content`", other);
            }
        }

        return tokens;
    }
}
