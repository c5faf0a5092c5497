using System.Text;
using System.Text.Json.Nodes;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.Tests.Tokenization;

/// <summary>
/// Where texts are cut. The tokenizer here has one token that spans the place in question, which it gives only where
/// the text is not cut there.
/// </summary>
public sealed class SplittingTests
{
    private const string Gpt2 = """{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}""";
    private const string DigitsThenGpt2 =
        """
        {"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},
        {"type":"ByteLevel","add_prefix_space":false,"use_regex":true}]}
        """;

    private const string Qwen2 =
        """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?i:'s|'t|'re|'ve|'m|'ll|'d)|"""
        + """[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},"""
        + """
        "behavior":"Isolated","invert":false},
        {"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]}
        """;

    [Theory]
    [InlineData(Gpt2, "1", "2", true)]
    [InlineData(Qwen2, "1", "2", false)]
    [InlineData(DigitsThenGpt2, "1", "2", false)]
    [InlineData(Gpt2, " ", "a", true)]
    [InlineData(Gpt2, "-", "a", false)]
    [InlineData(Qwen2, "-", "a", true)]
    [InlineData(Gpt2, "'", "S", false)]
    [InlineData(Qwen2, "'", "S", true)]
    // Characters above U+FFFF: mathematical letters and digits, an emoji, a letter of Gothic.
    [InlineData(Gpt2, "a", "𝐀", true)]
    [InlineData(Gpt2, "𝐀", "1", false)]
    [InlineData(Gpt2, " ", "𐌰", true)]
    [InlineData(Gpt2, "𝟏", "2", true)]
    [InlineData(Qwen2, "𝟏", "𝟐", false)]
    [InlineData(Gpt2, "a", "😀", false)]
    [InlineData(Gpt2, "😀", "!", true)]
    [InlineData(Qwen2, "😀", "a", true)]
    [InlineData(Qwen2, "😀", "\n", true)]
    public void A_text_is_cut_where_the_pattern_says(string preTokenizer, string left, string right, bool whole)
    {
        JsonNode json = TinyTokenizer.Json();
        json["pre_tokenizer"] = JsonNode.Parse(preTokenizer.ReplaceLineEndings(""));
        AddMerges(json, left, right);
        Assert.Equal(whole ? 1 : 2, TinyTokenizer.Load(json).Encode(left + right).Length);
    }

    [Fact]
    public void A_split_that_keeps_only_matches_drops_the_text_between()
    {
        HuggingFaceTokenizer tokenizer = TinyTokenizer.LoadWith("pre_tokenizer",
            """
            {"type":"Sequence","pretokenizers":[
            {"type":"Split","pattern":{"Regex":"[a-z]+"},"behavior":"Removed","invert":true},
            {"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]}
            """);
        Assert.Equal(['a', 'x'], tokenizer.Encode("a-12-x"));
    }

    /// <summary>Adds merges that make each text one token, and both together one more.</summary>
    private static void AddMerges(JsonNode json, string left, string right)
    {
        JsonObject vocabulary = json["model"]!["vocab"]!.AsObject();
        string[] bytes = [.. vocabulary.Take(256).Select(token => token.Key)];
        List<string> merges = [];
        Merge([Token(left), Token(right)]);
        json["added_tokens"] = null;
        json["model"]!["merges"] = new JsonArray([.. merges.Select(merge => JsonValue.Create(merge))]);

        string Token(string text) => Merge(Encoding.UTF8.GetBytes(text).Select(value => bytes[value]));

        string Merge(IEnumerable<string> parts) => parts.Aggregate((first, second) =>
        {
            if (!merges.Contains($"{first} {second}"))
            {
                merges.Add($"{first} {second}");
                vocabulary[first + second] = vocabulary.Count + 10;
            }

            return first + second;
        });
    }
}
