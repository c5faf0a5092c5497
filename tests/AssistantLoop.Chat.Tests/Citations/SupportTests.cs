using AssistantLoop.Chat.Citations;

namespace AssistantLoop.Chat.Tests.Citations;

public sealed class SupportTests
{
    private const string Source = "Standard shipping costs 4.90 euros. Orders above 60 euros ship for free.";

    [Theory]
    [InlineData("Standard shipping costs 4.90 euros.", 1)]
    [InlineData("Shipping is 4,9 euros.", 1)]
    [InlineData("Shipping costs 5 euros.", 0)]
    [InlineData("Delivery by helicopter costs 60 euros.", 0.6)] // delivery and helicopter are not said; costs, 60 and euros are.
    public void It_is_the_share_of_claiming_words_that_the_sources_say(string claim, double support) =>
        Assert.Equal(support, Support.Of(claim, [Source])!.Value, 1e-12);

    [Fact]
    public void A_claim_without_claiming_words_has_none() => Assert.Null(Support.Of("Yes, it is.", [Source]));

    [Fact]
    public void Plain_words_need_no_source() =>
        Assert.Equal(1, Support.Of("Happy shipping", [Source], new HashSet<string> { "happy" }));
}
