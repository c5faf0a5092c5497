using System.Text.Json.Nodes;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.Tests.Tokenization;

/// <summary>Normal form C, with characters discussed in UAX #15 (https://unicode.org/reports/tr15).</summary>
public sealed class NormalFormTests
{
    [Theory]
    [InlineData("plain, déjà vu – “quoted” …", "plain, déjà vu – “quoted” …")]
    [InlineData("A\u030A", "\u00C5")] // composed
    [InlineData("\u212B", "\u00C5")] // angstrom sign: a singleton
    [InlineData("\u2126", "\u03A9")] // ohm sign
    [InlineData("s\u0323\u0307", "\u1E69")] // two marks
    [InlineData("\u1E0B\u0323", "\u1E0D\u0307")] // marks in order of class
    [InlineData("q\u0307\u0323", "q\u0323\u0307")] // nothing to compose with
    [InlineData("\u0958", "\u0915\u093C")] // excluded from composition
    [InlineData("\uFB1D", "\u05D9\u05B4")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")] // Hangul L + V + T
    [InlineData("\uD558\u11AB", "\uD55C")] // LV + T
    [InlineData("\uD55C", "\uD55C")]
    [InlineData("a\u0308\u0308", "\u00E4\u0308")] // a mark of the same class is blocked
    [InlineData("\u09C7\u09BE", "\u09CB")] // a vowel sign of class 0 composes
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")] // above U+FFFF, excluded
    [InlineData("\u0301a", "\u0301a")] // a mark with nothing before it
    public void Text_is_composed_before_it_is_split(string text, string composed)
    {
        HuggingFaceTokenizer tokenizer = TinyTokenizer.LoadWith("normalizer", """{"type":"NFC"}""");
        Assert.Equal(composed, tokenizer.Decode(tokenizer.Encode(text), skipSpecial: false));
    }

    [Fact]
    public void Without_a_normalizer_text_stays_as_it_is()
    {
        HuggingFaceTokenizer tokenizer = TinyTokenizer.Load(TinyTokenizer.Json());
        Assert.Equal("A\u030A", tokenizer.Decode(tokenizer.Encode("A\u030A"), skipSpecial: false));
    }

    [Fact]
    public void A_raw_added_token_is_found_before_composing_and_a_normalized_one_after()
    {
        JsonNode json = TinyTokenizer.Json();
        json["normalizer"] =
            JsonNode.Parse("""{"type":"Sequence","normalizers":[{"type":"NFC"}]}""");
        json["added_tokens"] = new JsonArray
        {
            TinyTokenizer.AddedToken(300, "A\u030A", special: false),
            new JsonObject
            {
                ["id"] = 301,
                ["content"] = "O\u0308",
                ["normalized"] = true,
            },
        };
        HuggingFaceTokenizer tokenizer = TinyTokenizer.Load(json);
        Assert.Equal([300, 301, 301], tokenizer.Encode("A\u030AO\u0308Ö"));
        Assert.Equal(2, tokenizer.Encode("\u00C5").Length);
    }
}
