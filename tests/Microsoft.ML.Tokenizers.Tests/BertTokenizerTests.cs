using System.Text;

namespace Microsoft.ML.Tokenizers.Tests;

/// <summary>The vocabulary and the pieces are those of google-research/bert's tokenization_test.py.</summary>
public sealed class BertTokenizerTests
{
    private static readonly string[] s_vocabulary =
        ["[UNK]", "[CLS]", "[SEP]", "want", "##want", "##ed", "wa", "un", "runn", "##ing", ",", "[PAD]", "[MASK]"];

    [Fact]
    public void Words_are_cut_into_the_longest_pieces_from_the_left()
    {
        Assert.Equal([7, 4, 5, 8, 9], Create().EncodeToIds("unwanted running", addSpecialTokens: false));
    }

    [Fact]
    public void A_word_of_which_a_part_has_no_piece_is_unknown_as_a_whole()
    {
        Assert.Equal([0, 8, 9], Create().EncodeToIds("unwantedX running", addSpecialTokens: false));
    }

    [Fact]
    public void Texts_begin_with_CLS_and_end_with_SEP_unless_asked_otherwise()
    {
        BertTokenizer tokenizer = Create();
        Assert.Equal([1, 3, 2], tokenizer.EncodeToIds("want"));
        Assert.Equal([1, 3, 2], tokenizer.EncodeToIds("want", addSpecialTokens: true));
        Assert.Equal([1, 2], tokenizer.EncodeToIds(""));
        Assert.Empty(tokenizer.EncodeToIds("", addSpecialTokens: false));
    }

    [Fact]
    public void A_word_of_more_than_100_characters_is_unknown()
    {
        BertTokenizer tokenizer = Create();
        string longest = "want" + string.Concat(Enumerable.Repeat("ed", 48));
        Assert.Equal([3, .. Enumerable.Repeat(5, 48)], tokenizer.EncodeToIds(longest, addSpecialTokens: false));
        Assert.Equal([0], tokenizer.EncodeToIds(longest + "e", addSpecialTokens: false));
    }

    [Fact]
    public void The_same_word_twice_gives_the_same_pieces()
    {
        Assert.Equal([7, 4, 7, 4], Create().EncodeToIds("unwant unwant", addSpecialTokens: false));
    }

    [Fact]
    public void Special_tokens_have_the_ids_of_their_lines()
    {
        BertTokenizer tokenizer = Create();
        Assert.Equal(
            (0, 1, 2, 11, 12),
            (tokenizer.UnknownTokenId, tokenizer.ClassificationTokenId, tokenizer.SeparatorTokenId,
                tokenizer.PaddingTokenId, tokenizer.MaskingTokenId));
    }

    [Fact]
    public void A_vocabulary_without_a_special_token_is_refused_by_name()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("[UNK]\n[CLS]\n[PAD]\n[MASK]"));
        ArgumentException error = Assert.Throws<ArgumentException>(() => BertTokenizer.Create(stream, Options()));
        Assert.Contains("[SEP]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoding_joins_pieces_and_leaves_special_tokens_out()
    {
        Assert.Equal("unwanted , running", Create().Decode([1, 7, 4, 5, 10, 8, 9, 2, 11]));
    }

    [Fact]
    public void Tokens_say_where_they_lie_in_the_text()
    {
        IReadOnlyList<EncodedToken> tokens = Create().EncodeToTokens("want running", out _);
        Assert.Equal([("want", 0..4), ("runn", 5..9), ("##ing", 9..12)], tokens.Select(token => (token.Value, token.Offset)));
    }

    private static BertTokenizer Create()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(string.Join('\n', s_vocabulary)));
        return BertTokenizer.Create(stream, Options());
    }

    private static BertOptions Options() =>
        new() { ApplyBasicTokenization = false, PreTokenizer = PreTokenizer.CreateWordOrNonWord() };
}
