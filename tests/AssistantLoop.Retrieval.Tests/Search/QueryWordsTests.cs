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
        Assert.Equal(words, string.Join(' ', QueryWords.Of(question, before: null)));

    [Fact]
    public void A_question_with_a_pronoun_takes_the_words_of_the_one_before() =>
        Assert.Equal(
            ["cost", "colours", "heron", "watering"],
            QueryWords.Of("And what does it cost?", "Which colours does the Heron watering can have?"));

    [Fact]
    public void A_question_that_stands_alone_does_not_take_them() =>
        Assert.Equal(["shop", "open", "sunday"], QueryWords.Of("Is the shop open on Sunday?", "Do you sell spades?"));
}
