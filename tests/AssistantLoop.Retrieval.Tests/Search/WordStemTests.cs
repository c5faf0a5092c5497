using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Retrieval.Tests.Search;

public sealed class WordStemTests
{
    [Theory]
    [InlineData("costs", "cost")]
    [InlineData("delivered", "delivery")]
    [InlineData("returns", "returning")]
    [InlineData("lamps", "lamp")]
    public void Forms_of_one_word_are_the_same(string one, string other) =>
        Assert.Equal(WordStem.Of(one), WordStem.Of(other));

    [Theory]
    [InlineData("glass", "glad")]
    [InlineData("bus", "bun")]
    [InlineData("ash", "as")]
    public void Other_words_are_not(string one, string other) =>
        Assert.NotEqual(WordStem.Of(one), WordStem.Of(other));
}
