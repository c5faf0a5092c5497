using System.Text;
using System.Text.Json;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Tokenization;
using Microsoft.ML.Tokenizers;

namespace AssistantLoop.Models.Embedders;

/// <summary>The WordPiece tokenizer of a folder: tokenizer.json, or vocab.txt with tokenizer_config.json.</summary>
internal static class WordPieceFiles
{
    public const string VocabularyName = "vocab.txt";
    public const string ConfigName = "tokenizer_config.json";

    /// <summary>Reads it and how many tokens it has.</summary>
    public static (BertTokenizer Tokenizer, int Size) Load(string folder)
    {
        string json = Path.Combine(folder, TokenizerJson.FileName), text = Path.Combine(folder, VocabularyName);
        if (File.Exists(text))
        {
            string config = Path.Combine(folder, ConfigName);
            JsonFields? fields = File.Exists(config) ? JsonFields.Load(config) : null;
            return Create(text, File.ReadAllLines(text), Cleaning(fields, "do_lower_case", "tokenize_chinese_chars"));
        }

        if (File.Exists(json))
        {
            return ReadJson(json);
        }

        throw new ModelFormatException(folder, $"neither {VocabularyName} nor {TokenizerJson.FileName} is there.");
    }

    private static (BertTokenizer Tokenizer, int Size) ReadJson(string path)
    {
        JsonFields root = JsonFields.Load(path);
        JsonFields model = root.Object("model") ?? throw root.Missing("model");
        string type = model.OptionalText("type") ?? "WordPiece";
        if (type != "WordPiece")
        {
            throw model.Wrong("type", "WordPiece", type);
        }

        Require(model, "unk_token", "[UNK]");
        Require(model, "continuing_subword_prefix", "##");
        JsonFields? normalizer = root.Object("normalizer");
        if (normalizer is not null)
        {
            Require(normalizer, "type", "BertNormalizer");
        }

        IReadOnlyDictionary<string, int> ids =
            VocabularyFiles.ReadVocabulary(path, model.Find("vocab") ?? throw model.Missing("vocab"));
        string[] tokens = new string[ids.Count == 0 ? 0 : ids.Values.Max() + 1];
        Array.Fill(tokens, "");
        foreach ((string token, int id) in ids)
        {
            tokens[id] = token;
        }

        return Create(path, tokens, Cleaning(normalizer, "lowercase", "handle_chinese_chars"));
    }

    private static void Require(JsonFields fields, string name, string value)
    {
        if (fields.OptionalText(name) is { } found && found != value)
        {
            throw fields.Wrong(name, value, found);
        }
    }

    // Accents go with the capitals where the file does not say.
    private static BertNormalizer Cleaning(JsonFields? fields, string lowerName, string ideographsName)
    {
        bool lower = fields?.Flag(lowerName, missing: true) ?? true;
        return new BertNormalizer(
            lower, fields?.Flag("strip_accents", missing: lower) ?? lower, fields?.Flag(ideographsName, missing: true) ?? true);
    }

    private static (BertTokenizer Tokenizer, int Size) Create(string path, string[] tokens, BertNormalizer cleaning)
    {
        BertOptions options = new()
        {
            ApplyBasicTokenization = false,
            Normalizer = cleaning,
            PreTokenizer = new BertPreTokenizer(),
        };
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(string.Join('\n', tokens)));
        try
        {
            return (BertTokenizer.Create(stream, options), tokens.Length);
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException(path, error.Message.ReplaceLineEndings(" "), error);
        }
    }

    /// <summary>Writes vocab.txt and tokenizer_config.json for lower-cased English.</summary>
    public static void Write(string folder, IReadOnlyList<string> tokens, int longest)
    {
        WordPieceTrainer.Write(tokens, Path.Combine(folder, VocabularyName));
        WholeFile.Write(Path.Combine(folder, ConfigName), stream =>
        {
            using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            json.WriteString("tokenizer_class", "BertTokenizer");
            json.WriteBoolean("do_lower_case", true);
            json.WriteNumber("model_max_length", longest);
            foreach ((string role, int id) in ((string, int)[])[("pad", 0), ("unk", 1), ("cls", 2), ("sep", 3), ("mask", 4)])
            {
                json.WriteString($"{role}_token", WordPieceTrainer.SpecialTokens[id]);
            }

            json.WriteEndObject();
        });
    }
}
