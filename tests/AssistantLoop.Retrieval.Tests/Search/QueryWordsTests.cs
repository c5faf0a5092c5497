using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Retrieval.Tests.Search;

public sealed class QueryWordsTests
{
    [Theory]
    [InlineData("How long can I return an item?", "return item")]
    [InlineData("What does the Heron watering can cost?", "heron watering cost")]
    [InlineData("Hello! Is the shop open on Sunday?", "shop open sunday")]
    [InlineData("Thank you", "")]
    public void The_words_that_say_what_it_is_about_remain(string question, string words) =>
        Assert.Equal(words, string.Join(' ', QueryWords.Of(question)));
}
