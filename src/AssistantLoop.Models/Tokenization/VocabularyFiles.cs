using System.Globalization;
using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// Reads a byte-level BPE tokenizer that is kept as vocab.json and merges.txt, with tokenizer_config.json (and
/// added_tokens.json) for the tokens added to it.
/// </summary>
internal static class VocabularyFiles
{
    public const string VocabularyName = "vocab.json";
    public const string MergesName = "merges.txt";
    public const int HighestId = (1 << 24) - 1;

    private const string ConfigName = "tokenizer_config.json";
    private const string AddedName = "added_tokens.json";

    public static TokenizerDefinition Read(string folder)
    {
        string vocabularyFile = Path.Combine(folder, VocabularyName);
        string configFile = Path.Combine(folder, ConfigName);
        JsonFields? config = File.Exists(configFile) ? JsonFields.Load(configFile) : null;
        string type = config?.OptionalText("tokenizer_class") ?? "GPT2Tokenizer";
        (SplitRule rule, bool compose) = type switch
        {
            "GPT2Tokenizer" or "GPT2TokenizerFast" => (SplitRule.Gpt2, false),
            "Qwen2Tokenizer" or "Qwen2TokenizerFast" => (SplitRule.Qwen2, true),
            _ => throw new ModelFormatException(configFile, $"`tokenizer_class` {type} is not supported without " +
                $"{TokenizerJson.FileName}; it must be GPT2Tokenizer or Qwen2Tokenizer."),
        };
        if (config?.Flag("add_prefix_space", missing: false) is true)
        {
            throw new ModelFormatException(configFile, "`add_prefix_space` is not supported.");
        }

        return new TokenizerDefinition
        {
            Path = vocabularyFile,
            Vocabulary = ReadVocabulary(vocabularyFile, JsonFields.Load(vocabularyFile).Element),
            Merges = ReadMerges(Path.Combine(folder, MergesName)),
            AddedTokens = ReadAddedTokens(folder, config),
            Rules = [rule],
            Compose = compose,
        };
    }

    /// <summary>An object from token to id; no two tokens may share an id.</summary>
    public static Dictionary<string, int> ReadVocabulary(string path, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException(path, "the vocabulary must be an object from token to id.");
        }

        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        HashSet<int> seen = [];
        foreach (JsonProperty entry in element.EnumerateObject())
        {
            string token = JsonFields.NameOf(path, entry);
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out int id)
                || id is < 0 or > HighestId)
            {
                throw new ModelFormatException(path,
                    $"the id of the token \"{token}\" must be a whole number from 0 to {HighestId}.");
            }

            if (!seen.Add(id) || !vocabulary.TryAdd(token, id))
            {
                throw new ModelFormatException(path, $"the token \"{token}\" or its id {id} appears twice.");
            }
        }

        return vocabulary.Count > 0 ? vocabulary : throw new ModelFormatException(path, "the vocabulary is empty.");
    }

    public static AddedToken ReadAddedToken(JsonFields token, int id)
    {
        string content = token.Text("content");
        if (content.Length == 0 || token.Flag("single_word", missing: false))
        {
            throw new ModelFormatException(token.Path, content.Length == 0
                ? $"the added token {id} is empty."
                : $"the added token \"{content}\" is `single_word`, which is not supported.");
        }

        bool special = token.Flag("special", missing: false);
        return new AddedToken(content, id)
        {
            Special = special,
            Normalized = token.Flag("normalized", missing: !special),
            StripLeft = token.Flag("lstrip", missing: false),
            StripRight = token.Flag("rstrip", missing: false),
        };
    }

    private static string[] ReadMerges(string path)
    {
        string[] lines =
        [
            .. File.ReadLines(path)
                .Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal)),
        ];
        foreach (string line in lines)
        {
            if (line.Split(' ') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                throw new ModelFormatException(path,
                    $"a line must hold two tokens with a space between; found \"{line}\".");
            }
        }

        return lines;
    }

    private static IReadOnlyList<AddedToken> ReadAddedTokens(string folder, JsonFields? config)
    {
        Dictionary<string, AddedToken> tokens = new(StringComparer.Ordinal);
        string addedFile = Path.Combine(folder, AddedName);
        if (File.Exists(addedFile))
        {
            foreach ((string content, int id) in ReadVocabulary(addedFile, JsonFields.Load(addedFile).Element))
            {
                tokens[content] = new AddedToken(content, id) { Special = true };
            }
        }

        if (config?.Object("added_tokens_decoder") is { } decoder)
        {
            foreach (JsonProperty entry in decoder.Element.EnumerateObject())
            {
                string name = JsonFields.NameOf(decoder.Path, entry);
                AddedToken token = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                    && id <= HighestId && decoder.Object(name) is { } fields
                    ? ReadAddedToken(fields, id)
                    : throw new ModelFormatException(decoder.Path,
                        $"`added_tokens_decoder.{name}` must be named by its id and hold the token.");
                tokens[token.Content] = token;
            }
        }

        return [.. tokens.Values];
    }
}
