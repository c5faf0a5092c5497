using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.Tests.Tokenization;

public sealed class WordPieceTrainerTests
{
    // Sennrich et al. 2016's example: low 5 times, lower twice, newest 6 times, widest 3 times.
    private static readonly string[] s_texts =
        ["low low low low low", "lower lower", "newest newest newest newest newest newest", "widest widest widest"];

    [Fact]
    public void The_first_merges_are_those_worked_by_hand()
    {
        // ##e+##s 9 times, then ##es+##t 9; of those seen 7 times ##o+##w has lower ids than l+##o, as # sorts before
        // letters; then l+##ow 7.
        int before = WordPieceTrainer.SpecialTokens.Count + 94 - 26 + 36;
        IReadOnlyList<string> tokens = WordPieceTrainer.Train(s_texts, before + 4);
        Assert.Equal(before + 4, tokens.Count);
        Assert.Equal(["##es", "##est", "##ow", "low"], tokens.Skip(before));
    }

    [Fact]
    public void Special_tokens_come_first_and_all_visible_ascii_is_known()
    {
        IReadOnlyList<string> tokens = WordPieceTrainer.Train(s_texts, 200);
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], tokens.Take(5));
        Assert.Contains("$", tokens);
        Assert.Contains("##7", tokens);
        Assert.DoesNotContain("A", tokens);
        Assert.Equal(tokens.Count, tokens.Distinct().Count());
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter() =>
        Assert.Equal(WordPieceTrainer.Train(s_texts, 120), WordPieceTrainer.Train(s_texts.Reverse(), 120));

    [Fact]
    public void A_vocabulary_without_room_for_the_characters_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WordPieceTrainer.Train(s_texts, 20));
}
