using System.Text.Json.Nodes;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.Tests.Tokenization;

public sealed class HuggingFaceTokenizerTests
{
    [Theory]
    [InlineData("abc", new[] { TinyTokenizer.Abc })]
    [InlineData("ab ab", new[] { TinyTokenizer.Ab, TinyTokenizer.SpaceAb })]
    [InlineData("bc", new[] { TinyTokenizer.Bc })]
    [InlineData("ä", new[] { TinyTokenizer.Umlaut })]
    [InlineData("Ã", new[] { 0xC3, 0x83 })]
    [InlineData("a1b", new[] { 97, 49, 98 })]
    [InlineData("", new int[0])]
    public void The_ids_are_those_worked_by_hand(string text, int[] ids)
    {
        HuggingFaceTokenizer tokenizer = TinyTokenizer.Load(TinyTokenizer.Json());
        Assert.Equal(ids, tokenizer.Encode(text));
        Assert.Equal(text, tokenizer.Decode(ids, skipSpecial: false));
    }

    [Fact]
    public void Merges_written_as_pairs_are_read_as_well()
    {
        JsonNode json = TinyTokenizer.Json();
        json["model"]!["merges"] = JsonNode.Parse("""[["a","b"],["ab","c"]]""");
        Assert.Equal([TinyTokenizer.Abc, ' ', TinyTokenizer.Ab], TinyTokenizer.Load(json).Encode("abc ab"));
    }

    [Fact]
    public void Added_tokens_are_recognised_the_longest_first()
    {
        HuggingFaceTokenizer tokenizer = TinyTokenizer.Load(TinyTokenizer.Json());
        Assert.Equal([TinyTokenizer.Ab, 261, 'c', 262, 263], tokenizer.Encode("ab<|end|>c<|end|>!<think>"));
        Assert.Equal(['<', '|', 'e'], tokenizer.Encode("<|e"));
        Assert.Equal("abc<think>", tokenizer.Decode([TinyTokenizer.Abc, 261, 263], skipSpecial: true));
        Assert.Equal("abc<|end|>", tokenizer.Decode([TinyTokenizer.Abc, 261], skipSpecial: false));
        Assert.True(tokenizer.IsSpecial(261));
        Assert.False(tokenizer.IsSpecial(263));
    }

    [Fact]
    public void An_added_token_may_swallow_the_white_space_beside_it()
    {
        JsonNode json = TinyTokenizer.Json();
        json["added_tokens"]![0]!["lstrip"] = true;
        json["added_tokens"]![2]!["rstrip"] = true;
        Assert.Equal(['a', 261, ' ', 263, 'b'], TinyTokenizer.Load(json).Encode("a  <|end|> <think> \nb"));
    }

    [Fact]
    public void Ids_and_tokens_lead_to_each_other()
    {
        HuggingFaceTokenizer tokenizer = TinyTokenizer.Load(TinyTokenizer.Json());
        Assert.Equal(264, tokenizer.VocabularySize);
        Assert.Equal("Ġab", tokenizer.TokenOf(TinyTokenizer.SpaceAb));
        Assert.Equal(TinyTokenizer.SpaceAb, tokenizer.IdOf("Ġab"));
        Assert.Equal(" ab"u8, tokenizer.BytesOf(TinyTokenizer.SpaceAb).Span);
        Assert.Equal("<|end|>"u8, tokenizer.BytesOf(261).Span);
        Assert.Null(tokenizer.TokenOf(264));
        Assert.Null(tokenizer.TokenOf(-1));
        Assert.Null(tokenizer.IdOf("ba"));
        Assert.True(tokenizer.BytesOf(264).IsEmpty);
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public void Half_a_surrogate_pair_counts_as_the_replacement_character(int half)
    {
        string text = $"a{(char)half}b";
        HuggingFaceTokenizer tokenizer = TinyTokenizer.Load(TinyTokenizer.Json());
        Assert.Equal("a\uFFFDb", tokenizer.Decode(tokenizer.Encode(text), skipSpecial: false));
    }

    [Fact]
    public void Any_text_comes_back()
    {
        HuggingFaceTokenizer tokenizer = TinyTokenizer.Load(TinyTokenizer.Json());
        foreach (string text in RandomText.Many(seed: 1, count: 1000))
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text), skipSpecial: false));
        }
    }

    [Fact]
    public void With_ignore_merges_a_piece_that_is_a_token_stays_whole()
    {
        // Merging "bab": a+b first, so b, ab; the token "bab" is reached by no merge.
        JsonNode json = TinyTokenizer.Json();
        json["model"]!["vocab"]!["bab"] = 264;
        Assert.Equal(['b', TinyTokenizer.Ab], TinyTokenizer.Load(json).Encode("bab"));
        json["model"]!["ignore_merges"] = true;
        Assert.Equal([264], TinyTokenizer.Load(json).Encode("bab"));
        Assert.Equal(['b', TinyTokenizer.Ab, TinyTokenizer.Ab], TinyTokenizer.Load(json).Encode("babab"));
    }

    [Fact]
    public void Vocabulary_and_merges_in_files_of_their_own_give_the_same_ids()
    {
        using TestFolder folder = new();
        JsonNode json = TinyTokenizer.Json();
        folder.Write("vocab.json", json["model"]!["vocab"]!.ToJsonString());
        folder.Write("merges.txt", "#version: 0.2\na b\nab c\nĠ ab\nÃ ¤\nb c\n");
        folder.Write("tokenizer_config.json",
            """
            {"tokenizer_class":"GPT2Tokenizer",
             "added_tokens_decoder":{"261":{"content":"<|end|>","special":true}}}
            """);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(folder.Path);
        Assert.Equal([TinyTokenizer.Abc, TinyTokenizer.SpaceAb, 261], tokenizer.Encode("abc ab<|end|>"));
        Assert.True(tokenizer.IsSpecial(261));
    }

    [Fact]
    public void A_long_text_without_a_space_is_encoded_in_near_linear_time()
    {
        HuggingFaceTokenizer tokenizer = TinyTokenizer.Load(TinyTokenizer.Json());
        int[] ids = tokenizer.Encode(string.Concat(Enumerable.Repeat("ab", 100_000)));
        Assert.Equal(100_000, ids.Length);
        Assert.All(ids, id => Assert.Equal(TinyTokenizer.Ab, id));
    }
}
