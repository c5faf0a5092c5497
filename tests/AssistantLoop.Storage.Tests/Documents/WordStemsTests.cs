using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Storage.Tests.Documents;

public sealed class WordStemsTests
{
    [Theory]
    [InlineData("returned")]
    [InlineData("RETURNING")]
    [InlineData("rétürns")]
    public void Forms_of_a_word_have_one_stem(string text)
    {
        using WordStems stems = new();

        Assert.Equal(["return"], stems.Of(text));
    }

    [Fact]
    public void Stems_are_counted_by_passage_in_title_and_text()
    {
        using WordStems stems = new();

        var counts = stems.Count([("Returns > Refunds", "A refund returns the money."), ("", "Refund, refund.")]);

        Assert.Equal(
            [new("a", 0, 1), new("monei", 0, 1), new("refund", 1, 1), new("return", 1, 1), new("the", 0, 1)], counts[0]);
        Assert.Equal([new("refund", 0, 2)], counts[1]);
        Assert.Empty(stems.Count([("", "")])[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\" ' ; DROP TABLE texts; --")]
    [InlineData("a\0b")]
    [InlineData("\ud800 lone surrogate")]
    [InlineData("NEAR(a b, 5) AND OR NOT {a b} : * ^")]
    [InlineData("\u0301\u0302 ½ ² 返品 ⁉️ 👩‍🌾")]
    public void Odd_text_is_cut_without_an_error_and_leaves_nothing_behind(string text)
    {
        using WordStems stems = new();

        stems.Of(text);

        Assert.Equal(["return"], stems.Of("returns"));
    }

    [Fact]
    public void A_question_of_a_thousand_words_is_cut_short()
    {
        using WordStems stems = new();

        Assert.Equal(
            WordStems.MaxQueryWords, stems.Of(string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"w{i}"))).Count);
    }
}
