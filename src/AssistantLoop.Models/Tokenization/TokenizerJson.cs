using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Tokenization;

/// <summary>Reads Hugging Face's tokenizer.json where it holds a byte-level BPE; refuses the rest by name.</summary>
internal static class TokenizerJson
{
    public const string FileName = "tokenizer.json";

    public static TokenizerDefinition Read(string path)
    {
        JsonFields root = JsonFields.Load(path);
        JsonFields model = root.Object("model") ?? throw root.Missing("model");
        CheckModel(model);
        SplitRules splitting = new(path);
        if (root.Object("pre_tokenizer") is { } preTokenizer)
        {
            splitting.Read(preTokenizer);
        }

        if (!splitting.ByteLevel || TypeOf(root.Object("decoder")) is not "ByteLevel")
        {
            throw new ModelFormatException(path, "only byte-level BPE is supported: `pre_tokenizer` " +
                $"({TypeOf(root.Object("pre_tokenizer")) ?? "none"}) must end in ByteLevel, and `decoder` " +
                $"({TypeOf(root.Object("decoder")) ?? "none"}) must be ByteLevel.");
        }

        return new TokenizerDefinition
        {
            Path = path,
            Vocabulary = VocabularyFiles.ReadVocabulary(path, model.Find("vocab") ?? throw model.Missing("vocab")),
            Merges = ReadMerges(path, model.Find("merges") ?? throw model.Missing("merges")),
            AddedTokens = ReadAddedTokens(root),
            Rules = splitting.Rules,
            Compose = ReadNormalizer(root.Object("normalizer")),
            IgnoreMerges = model.Flag("ignore_merges", missing: false),
        };
    }

    public static string? TypeOf(JsonFields? part) => part?.Text("type");

    /// <summary>The objects of a list.</summary>
    public static IEnumerable<JsonFields> Objects(JsonFields fields, string name)
    {
        JsonElement list = fields.Find(name) ?? throw fields.Missing(name);
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw fields.Wrong(name, "a list of objects", list);
        }

        foreach (JsonElement element in list.EnumerateArray())
        {
            yield return element.ValueKind == JsonValueKind.Object
                ? new JsonFields(fields.Path, element, $"{name}[].")
                : throw fields.Wrong(name, "a list of objects", element);
        }
    }

    private static void CheckModel(JsonFields model)
    {
        // Old files do not write the model's type; they are BPE when they have merges.
        string type = model.OptionalText("type") ?? (model.Find("merges") is null ? "without a type" : "BPE");
        if (type != "BPE")
        {
            throw new ModelFormatException(model.Path, $"`model.type` {type} is not supported; it must be BPE.");
        }

        foreach (string name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model.OptionalText(name) is { Length: > 0 } text)
            {
                throw new ModelFormatException(model.Path, $"`model.{name}` (\"{text}\") is not supported.");
            }
        }

        if (model.Flag("byte_fallback", missing: false))
        {
            throw new ModelFormatException(model.Path,
                "`model.byte_fallback` (BPE made from SentencePiece) is not supported; only byte-level BPE is.");
        }
    }

    private static string[] ReadMerges(string path, JsonElement merges)
    {
        if (merges.ValueKind != JsonValueKind.Array)
        {
            throw new ModelFormatException(path, "`model.merges` must be a list.");
        }

        string[] lines = new string[merges.GetArrayLength()];
        int at = 0;
        foreach (JsonElement merge in merges.EnumerateArray())
        {
            string? line = merge.ValueKind switch
            {
                JsonValueKind.String => TextOf(path, merge),
                JsonValueKind.Array when merge.GetArrayLength() == 2
                    && merge.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String)
                    => $"{TextOf(path, merge[0])} {TextOf(path, merge[1])}",
                _ => null,
            };
            if (line is null || line.Split(' ') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                throw new ModelFormatException(path,
                    $"`model.merges[{at}]` must be two tokens; found {merge.GetRawText()}.");
            }

            lines[at++] = line;
        }

        return lines;
    }

    private static string? TextOf(string path, JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException error)
        {
            throw new ModelFormatException(path, "a merge in `model.merges` is not valid Unicode text.", error);
        }
    }

    private static List<AddedToken> ReadAddedTokens(JsonFields root)
    {
        if (root.Find("added_tokens") is null)
        {
            return [];
        }

        return [.. Objects(root, "added_tokens")
            .Select(token => VocabularyFiles.ReadAddedToken(token, token.Integer("id", 0, VocabularyFiles.HighestId)))];
    }

    private static bool ReadNormalizer(JsonFields? normalizer) => TypeOf(normalizer) switch
    {
        null => false,
        "NFC" => true,
        "Sequence" => Objects(normalizer!, "normalizers").Select(ReadNormalizer).ToList().Contains(true),
        { } other => throw new ModelFormatException(normalizer!.Path,
            $"`normalizer` {other} is not supported; it must be NFC or null."),
    };
}
