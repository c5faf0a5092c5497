using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers.Tests;

/// <summary>The public package's documented behaviour, on vocabularies worked by hand.</summary>
public sealed class BpeTokenizerTests
{
    // Byte-level: "Ġ" stands for a space, "Ã" and "¤" for the two bytes of "ä".
    private static readonly string[] s_tokens = ["a", "b", "c", "Ġ", "Ã", "¤", "ab", "abc", "Ġa", "Ã¤", "bc", "aa"];
    private static readonly string[] s_merges = ["a b", "ab c", "Ġ a", "Ã ¤", "b c", "a a"];

    [Theory]
    [InlineData("abc", new[] { "abc" })]
    [InlineData("bc", new[] { "bc" })]
    [InlineData("abbc", new[] { "ab", "bc" })]
    [InlineData("aaa", new[] { "aa", "a" })]
    [InlineData("aaaab", new[] { "aa", "a", "ab" })]
    [InlineData("a aä", new[] { "a", "Ġa", "Ã¤" })]
    public void The_merge_of_lowest_rank_comes_first_and_then_the_leftmost(string text, string[] tokens)
    {
        BpeTokenizer tokenizer = Create();
        IReadOnlyList<int> ids = tokenizer.EncodeToIds(text, considerPreTokenization: false);
        Assert.Equal(tokens, ids.Select(id => s_tokens[id]));
        Assert.Equal(tokens.Length, tokenizer.CountTokens(text, considerPreTokenization: false));
        Assert.Equal(text, tokenizer.Decode(ids));
    }

    [Fact]
    public void A_word_gives_the_same_ids_when_it_comes_again()
    {
        BpeTokenizer tokenizer = Create();
        Assert.Equal(tokenizer.EncodeToIds("abc abc"), tokenizer.EncodeToIds("abc abc"));
    }

    [Fact]
    public void Text_between_the_pieces_of_the_pre_tokenizer_is_dropped()
    {
        BpeTokenizer tokenizer = Create(new RegexPreTokenizer(new Regex("[ab]+"), null));
        Assert.Equal(["ab", "a"], tokenizer.EncodeToIds("abcca").Select(id => s_tokens[id]));
    }

    [Fact]
    public void Without_a_pre_tokenizer_words_and_non_words_are_split_and_white_space_is_dropped()
    {
        Assert.Equal(["ab", "c"], Create().EncodeToIds("ab c").Select(id => s_tokens[id]));
        Assert.Equal([(0, 2), (2, 1), (4, 1)], PreTokenizer.CreateWordOrNonWord().PreTokenize("ab! c"));
    }

    [Fact]
    public void A_piece_that_is_a_special_token_takes_its_id()
    {
        Dictionary<string, int> special = new() { ["<s>"] = 50 };
        BpeTokenizer tokenizer = Create(new RegexPreTokenizer(new Regex("[a-z]+"), special), special);
        Assert.Equal([0, 50, 6], tokenizer.EncodeToIds("a<s>ab"));
        Assert.Equal("a<s>ab", tokenizer.Decode([0, 50, 6]));
        Assert.Equal("aab", tokenizer.Decode([0, 50, 6], considerSpecialTokens: false));
    }

    [Fact]
    public void The_normalizer_runs_first_unless_it_is_not_considered()
    {
        BpeTokenizer tokenizer = BpeTokenizer.Create(
            new BpeOptions(Vocabulary()) { Merges = s_merges, ByteLevel = true, Normalizer = new LowerCase() });
        Assert.Equal([7], tokenizer.EncodeToIds("ABC"));
        Assert.Empty(tokenizer.EncodeToIds("ABC", considerNormalization: false));
        IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens("ABC", out string? normalized);
        Assert.Equal("abc", normalized);
        Assert.Equal("abc", Assert.Single(tokens).Value);
    }

    [Fact]
    public void Tokens_carry_their_text_and_their_place()
    {
        IReadOnlyList<EncodedToken> tokens =
            Create().EncodeToTokens("abä a", out string? normalized, considerPreTokenization: false);
        Assert.Null(normalized);
        Assert.Equal(
            [(6, "ab", 0..2), (9, "Ã¤", 2..3), (8, "Ġa", 3..5)],
            tokens.Select(token => (token.Id, token.Value, token.Offset)));
    }

    [Fact]
    public void Characters_are_the_symbols_where_bytes_are_not()
    {
        Dictionary<string, int> vocabulary = new() { ["ä"] = 0, ["😀"] = 1, ["ä😀"] = 2 };
        BpeTokenizer tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary) { Merges = ["ä 😀"] });
        Assert.Equal([2, 0], tokenizer.EncodeToIds("ä😀ä", considerPreTokenization: false));
        Assert.Equal("ä😀ä", tokenizer.Decode([2, 0]));
    }

    [Fact]
    public void Characters_that_are_not_in_the_vocabulary_and_unknown_ids_are_passed_over()
    {
        Assert.Equal([0], Create().EncodeToIds("xax", considerPreTokenization: false));
        Assert.Equal("ab", Create().Decode([0, 99, 1]));
    }

    [Theory]
    [InlineData("a x")]
    [InlineData("c a")]
    [InlineData("ab")]
    [InlineData("a b c")]
    public void Merges_that_do_not_fit_the_vocabulary_are_refused(string merge) =>
        Assert.Throws<InvalidOperationException>(
            () => BpeTokenizer.Create(new BpeOptions(Vocabulary()) { Merges = [merge] }));

    [Fact]
    public void An_empty_vocabulary_is_refused()
    {
        Dictionary<string, int> empty = [];
        Assert.Throws<InvalidOperationException>(() => BpeTokenizer.Create(new BpeOptions(empty)));
        Assert.Throws<ArgumentNullException>(() => new BpeOptions((IEnumerable<KeyValuePair<string, int>>)null!));
    }

    [Fact]
    public void Many_threads_get_the_ids_that_one_gets()
    {
        BpeTokenizer tokenizer = Create();
        string[] texts = [.. Enumerable.Range(1, 200).Select(i => new string('a', i) + " abc")];
        IReadOnlyList<int>[] expected = [.. texts.Select(text => Create().EncodeToIds(text))];
        Parallel.For(0, 1000, i =>
            Assert.Equal(expected[i % texts.Length], tokenizer.EncodeToIds(texts[i % texts.Length])));
    }

    private static BpeTokenizer Create(PreTokenizer? preTokenizer = null, Dictionary<string, int>? special = null) =>
        BpeTokenizer.Create(new BpeOptions(Vocabulary())
        {
            Merges = s_merges,
            ByteLevel = true,
            PreTokenizer = preTokenizer,
            SpecialTokens = special,
        });

    private static IEnumerable<KeyValuePair<string, int>> Vocabulary() =>
        s_tokens.Select((token, id) => KeyValuePair.Create(token, id));

    private sealed class LowerCase : Normalizer
    {
        public override string Normalize(string original) => original.ToLowerInvariant();

        public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
    }
}
