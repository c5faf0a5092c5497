using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Tests.Metrics;

public sealed class TokenF1Tests
{
    // Worked by hand: precision and recall over words with their counts, F1 = 2 p r / (p + r).
    [Theory]
    [InlineData("the cat sat", "the cat sat", 1.0)]
    [InlineData("the cat", "the cat sat down", 2.0 / 3)] // p 1, r 1/2
    [InlineData("a a a b", "a b b c", 0.5)] // a once and b once are shared: p 1/2, r 1/2
    [InlineData("It costs 4.90 euros!", "4.90 EUROS", 2.0 / 3)] // p 1/2, r 1
    [InlineData("", "word", 0.0)]
    [InlineData("", "", 1.0)]
    public void It_is_the_harmonic_mean_of_precision_and_recall(string answer, string right, double f1) =>
        Assert.Equal(f1, TokenF1.Of(answer, right), 12);
}
