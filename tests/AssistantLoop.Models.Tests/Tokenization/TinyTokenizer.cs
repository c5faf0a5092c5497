using System.Text.Json.Nodes;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.Tests.Tokenization;

/// <summary>
/// A byte-level tokenizer small enough to work by hand: bytes are ids 0 to 255, then come the merges' tokens
/// 256 "ab", 257 "abc", 258 "Ġab", 259 "Ã¤" (ä), 260 "bc".
/// </summary>
internal static class TinyTokenizer
{
    public const int Ab = 256, Abc = 257, SpaceAb = 258, Umlaut = 259, Bc = 260;

    private static readonly string[] s_merges = ["a b", "ab c", "Ġ ab", "Ã ¤", "b c"];

    /// <summary>The tokenizer.json, to be changed by the test.</summary>
    public static JsonNode Json()
    {
        JsonObject vocabulary = [];
        char next = '\u0100';
        for (int value = 0; value < 256; value++)
        {
            bool visible = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174;
            vocabulary.Add((visible ? (char)value : next++).ToString(), value);
        }

        foreach (string merge in s_merges)
        {
            vocabulary.Add(merge.Replace(" ", "", StringComparison.Ordinal), vocabulary.Count);
        }

        return new JsonObject
        {
            ["added_tokens"] = new JsonArray
            {
                AddedToken(261, "<|end|>", special: true),
                AddedToken(262, "<|end|>!", special: true),
                AddedToken(263, "<think>", special: false),
            },
            ["normalizer"] = null,
            ["pre_tokenizer"] = JsonNode.Parse("""{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}"""),
            ["decoder"] = JsonNode.Parse("""{"type":"ByteLevel"}"""),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. s_merges.Select(merge => JsonValue.Create(merge))]),
            },
        };
    }

    public static JsonObject AddedToken(int id, string content, bool special) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["special"] = special,
        ["normalized"] = false,
    };

    public static HuggingFaceTokenizer Load(JsonNode json)
    {
        using TestFolder folder = new();
        folder.Write("tokenizer.json", json.ToJsonString());
        return HuggingFaceTokenizer.Load(folder.Path);
    }

    /// <summary>Loads with one part of the file replaced, "model.type" for instance.</summary>
    public static HuggingFaceTokenizer LoadWith(string path, string value)
    {
        JsonNode json = Json();
        JsonNode parent = json;
        string[] names = path.Split('.');
        foreach (string name in names[..^1])
        {
            parent = parent[name]!;
        }

        parent[names[^1]] = JsonNode.Parse(value);
        return Load(json);
    }
}
