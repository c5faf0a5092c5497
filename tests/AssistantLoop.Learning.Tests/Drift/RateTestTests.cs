using AssistantLoop.Learning.Drift;

namespace AssistantLoop.Learning.Tests.Drift;

public sealed class RateTestTests
{
    [Theory]
    // Fisher's lady tasting tea: 4 of 4 right is 1/70, 3 of 4 is 17/70.
    [InlineData(0, 4, 4, 4, 1.0 / 70)]
    [InlineData(1, 4, 3, 4, 17.0 / 70)]
    // C(5,3) / C(12,3): all three marked ones among the five of the second group.
    [InlineData(0, 7, 3, 5, 10.0 / 220)]
    [InlineData(0, 10, 0, 10, 1)]
    [InlineData(5, 5, 0, 5, 1)]
    [InlineData(0, 0, 1, 3, 1)]
    public void The_chance_is_the_hypergeometric_tail(int before, int allBefore, int now, int allNow, double expected) =>
        Assert.Equal(expected, RateTest.ChanceOfRise((before, allBefore), (now, allNow)), 9);

    [Fact]
    public void Holm_multiplies_the_least_by_all_and_never_falls() =>
        // By rank: 0.005 * 4, 0.01 * 3, 0.03 * 2, and 0.04 * 1 raised to the one before.
        Assert.Equal([0.03, 0.06, 0.06, 0.02], RateTest.Holm([0.01, 0.03, 0.04, 0.005]), (a, b) => Math.Abs(a - b) < 1e-12);
}
