using AssistantLoop.Evaluation.Suites;
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
        Assert.Equal(expected, FallbackAnswer.English.Is(answer));

    [Theory]
    [InlineData("Das weiß ich leider nicht.", true)]
    [InlineData("DAS WEISS ICH nicht? Das  weiß ich, aber gern!", true)]
    [InlineData("I do not know.", false)]
    [InlineData("Das weiße Regal kostet 5 Euro.", false)]
    public void Where_the_suite_has_refusal_phrases_they_alone_decide(string answer, bool expected) =>
        Assert.Equal(expected, new FallbackAnswer(SuiteWith("das weiß ich")).Is(answer));

    [Fact]
    public void A_suite_without_refusal_phrases_leaves_it_to_the_pattern() =>
        Assert.True(new FallbackAnswer(SuiteWith()).Is("I do not know."));

    private static Suite SuiteWith(params string[] phrases) => new("s", "h", null, []) { RefusalPhrases = phrases };
}
