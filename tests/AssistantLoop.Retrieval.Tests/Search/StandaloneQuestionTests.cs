using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Retrieval.Tests.Search;

public sealed class StandaloneQuestionTests
{
    [Fact]
    public void A_question_with_a_pronoun_takes_the_words_of_the_one_before()
    {
        StandaloneQuestion question = Of("And what does it cost?", ["Which colours does the Heron watering can have?"]);

        Assert.Equal(["cost"], question.Own);
        Assert.Equal(["colours", "heron", "watering"], question.Carried);
        Assert.Equal("Which colours does the Heron watering can have? And what does it cost?", question.Text);
        Assert.Equal("Which colours does the Heron watering can have?\nAnd what does it cost?", question.Asked);
    }

    [Fact]
    public void A_question_that_stands_alone_takes_nothing() =>
        Assert.Empty(Of("Is the shop open on Sunday?", ["Do you sell spades?"]).Carried);

    [Fact]
    public void A_question_leans_back_to_the_message_that_stands_alone_and_no_further()
    {
        StandaloneQuestion question = Of(
            "how much does it cost?",
            ["Is parking behind the shop free?", "Which colours does the Heron watering can come in?", "the green one"]);

        Assert.Contains("heron", question.Words);
        Assert.Contains("green", question.Words);
        Assert.DoesNotContain("parking", question.Words);
    }

    [Fact]
    public void It_takes_the_names_that_the_last_answer_gave()
    {
        StandaloneQuestion question = Of(
            "What does it weigh?", ["Do you sell watering cans?"], "Yes, we sell the Heron watering can [1].");

        Assert.Contains("heron", question.Carried);
        Assert.Contains("watering", question.Carried);
    }

    [Fact]
    public void A_first_message_leans_on_nothing()
    {
        StandaloneQuestion question = Of("How much is it?", []);

        Assert.Empty(question.Words);
        Assert.Equal("How much is it?", question.Text);
    }

    [Fact]
    public void It_goes_back_a_bounded_number_of_messages()
    {
        string[] earlier = ["the Heron", .. Enumerable.Repeat("that one", StandaloneQuestion.MostBack)];

        Assert.DoesNotContain("heron", Of("and it?", earlier).Words);
    }

    private static StandaloneQuestion Of(string question, IReadOnlyList<string> earlier, string? answer = null) =>
        StandaloneQuestion.Of(new("t", question) { Earlier = earlier, LastAnswer = answer });
}
