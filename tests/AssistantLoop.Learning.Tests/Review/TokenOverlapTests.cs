using AssistantLoop.Learning.Review;

namespace AssistantLoop.Learning.Tests.Review;

public sealed class TokenOverlapTests
{
    [Theory]
    [InlineData("Within 30 days [1].", "within 30 days", 1)]
    [InlineData("yes", "no", 0)]
    [InlineData("", "", 1)]
    [InlineData("", "no", 0)]
    // 2 of 4 words are in both, 2 of 3 the other way: P = 2/3, R = 1/2, F1 = 4/7.
    [InlineData("we ship on Monday", "we ship tomorrow", 4.0 / 7)]
    // A repeated word is in both only as often as the shorter has it: 1, F1 = 2 * 1 / (3 + 1).
    [InlineData("no no no", "no", 0.5)]
    public void Agreement_is_the_F1_of_the_words(string one, string other, double f1)
    {
        Assert.Equal(f1, TokenOverlap.F1(one, other), 1e-12);
        Assert.Equal(f1, TokenOverlap.F1(other, one), 1e-12);
    }
}
