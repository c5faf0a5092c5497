using AssistantLoop.Learning.Experiments;

namespace AssistantLoop.Learning.Tests.Experiments;

public sealed class FallbackAnswerTests
{
    [Theory]
    [InlineData("I am sorry, our documents do not say. Shall I ask a person?", true)]
    [InlineData("The document doesn't mention refunds.", true)]
    [InlineData("I don’t know that, sorry.", true)]
    [InlineData("No documents match.", true)]
    [InlineData("You can return an item within 30 days [1].", false)]
    [InlineData("We do not ship abroad [2].", false)]
    [InlineData("Keep your documents; we do not charge for copies.", false)]
    [InlineData("", false)]
    public void Only_an_answer_that_says_there_is_none_is_a_fallback(string answer, bool expected) =>
        Assert.Equal(expected, FallbackAnswer.Is(answer));
}
