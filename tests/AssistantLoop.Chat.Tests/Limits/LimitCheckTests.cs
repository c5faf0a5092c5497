using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Limits;

namespace AssistantLoop.Chat.Tests.Limits;

public sealed class LimitCheckTests
{
    private static readonly IReadOnlyList<PolicyLimit> s_limits = ContentReader.With(BusinessContent.Empty, "limits", """
        - {id: discount, max_discount_percent: 15}
        - {id: refund, max_amount: 100, words: [refund, voucher]}
        - {id: promises, never_promise: [lifetime guarantee, tomorrow for sure]}
        - {id: politics, topics: [election]}
        """, "limits").Limits;

    [Theory]
    [InlineData("You get 15 % off.", null)]
    [InlineData("You get 16% off.", "discount")]
    [InlineData("A discount of 20 percent is yours.", "discount")]
    [InlineData("Twenty percent off!", "discount")]
    [InlineData("Sie erhalten 20 Prozent Rabatt.", "discount")]
    [InlineData("A 15,5 % discount.", "discount")]
    [InlineData("It is 95 % cotton.", null)]
    [InlineData("We refund 100 euros.", null)]
    [InlineData("We refund €100.01.", "refund")]
    [InlineData("A voucher of 1.250,00 € is on its way.", "refund")]
    [InlineData("A voucher of $1,250 is on its way.", "refund")]
    [InlineData("The lamp costs 250 euros.", null)]
    [InlineData("It has a Lifetime Guarantee.", "promises")]
    [InlineData("It has a guarantee for the battery's lifetime.", null)]
    [InlineData("About elections I say nothing.", "politics")]
    public void A_sentence_breaks_the_limit_or_keeps_them_all(string sentence, string? limit) =>
        Assert.Equal(limit, LimitCheck.Of(s_limits, sentence)?.Subject);

    [Fact]
    public void A_question_on_a_topic_is_known_before_it_is_answered()
    {
        Assert.Equal("politics", LimitCheck.TopicOf(s_limits, "Who wins the election?")?.Id);
        Assert.Null(LimitCheck.TopicOf(s_limits, "What does the lamp cost?"));
    }

    [Fact]
    public void A_sentence_is_held_back_until_it_is_whole()
    {
        SentenceGate gate = new();

        Assert.Empty(gate.Add("It costs 4."));
        Assert.Empty(gate.Add("90 euros."));
        Assert.Empty(gate.Add(" "));
        Assert.Equal(["It costs 4.90 euros. "], gate.Add("And "));
        Assert.Empty(gate.Add("more. [2]"));
        Assert.Equal(["And more. [2] "], gate.Add(" x"));
        Assert.Equal("x", gate.Rest());
        Assert.Equal("", gate.Rest());
    }
}
