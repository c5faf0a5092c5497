using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.Tests.Tokenization;

public sealed class IncrementalDecoderTests
{
    [Fact]
    public void A_character_spread_over_tokens_is_given_when_it_is_whole()
    {
        IncrementalDecoder decoder = TinyTokenizer.Load(TinyTokenizer.Json()).NewDecoder();
        // 😀 is F0 9F 98 80.
        Assert.Equal("a", decoder.Append('a'));
        Assert.Equal("", decoder.Append(0xF0));
        Assert.Equal("", decoder.Append(0x9F));
        Assert.Equal("", decoder.Append(0x98));
        Assert.Equal("😀", decoder.Append(0x80));
        Assert.Equal("ä", decoder.Append(TinyTokenizer.Umlaut));
        Assert.Equal("", decoder.Flush());
    }

    [Fact]
    public void A_character_that_is_never_finished_ends_as_the_replacement_character()
    {
        IncrementalDecoder decoder = TinyTokenizer.Load(TinyTokenizer.Json()).NewDecoder();
        Assert.Equal("", decoder.Append(0xF0));
        Assert.Equal("\uFFFDa", decoder.Append('a'));
        Assert.Equal("", decoder.Append(0xC3));
        Assert.Equal("\uFFFD", decoder.Flush());
        Assert.Equal("b", decoder.Append('b'));
    }

    [Fact]
    public void Special_and_unknown_tokens_give_no_text()
    {
        IncrementalDecoder decoder = TinyTokenizer.Load(TinyTokenizer.Json()).NewDecoder();
        Assert.Equal("", decoder.Append(261));
        Assert.Equal("<think>", decoder.Append(263));
        Assert.Equal("", decoder.Append(99999));
    }

    [Fact]
    public void Pieces_are_whole_characters_and_make_up_the_text()
    {
        HuggingFaceTokenizer tokenizer = TinyTokenizer.Load(TinyTokenizer.Json());
        foreach (string text in RandomText.Many(seed: 3, count: 300))
        {
            IncrementalDecoder decoder = tokenizer.NewDecoder();
            string[] pieces = [.. tokenizer.Encode(text).Select(decoder.Append), decoder.Flush()];
            Assert.Equal(text, string.Concat(pieces));
            Assert.All(pieces, piece => Assert.True(piece.Length == 0 || !char.IsHighSurrogate(piece[^1])));
        }
    }
}
