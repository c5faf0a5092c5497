using AssistantLoop.Learning.Impact;

namespace AssistantLoop.Learning.Tests.Impact;

public sealed class LikenessTests
{
    // By hand: words of the answer, of the reference, and shared; F1 = 2 shared / (answer + reference).
    [Theory]
    [InlineData("It costs 24 euros.", "it costs 24 euros", 1.0)]
    [InlineData("It costs 24 euros.", "It costs 25 euros.", 2.0 * 3 / 8)]
    [InlineData("24 24 24", "24 euros", 2.0 * 1 / 5)]
    [InlineData("Within 30 days of delivery", "30 days", 2.0 * 2 / 7)]
    [InlineData("It costs 4.90 euros", "It costs 490 euros", 2.0 * 3 / 8)]
    [InlineData("", "30 days", 0)]
    [InlineData("", "", 1)]
    public void Likeness_is_token_F1(string answer, string reference, double expected) =>
        Assert.Equal(expected, Likeness.Of(answer, reference), 12);
}
