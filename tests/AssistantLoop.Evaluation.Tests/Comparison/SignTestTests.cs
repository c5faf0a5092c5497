using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Tests.Comparison;

public sealed class SignTestTests
{
    // Sums of binomial coefficients over 2^n by hand: 2 (1 + 10 + 45) / 1024, 2 / 32, 2 (1 + 20 + … + 15504) / 2^20.
    [Theory]
    [InlineData(8, 2, 112.0 / 1024)]
    [InlineData(2, 8, 112.0 / 1024)]
    [InlineData(5, 0, 2.0 / 32)]
    [InlineData(15, 5, 2.0 * (1 + 20 + 190 + 1140 + 4845 + 15504) / 1048576)]
    [InlineData(4, 4, 1)]
    [InlineData(0, 0, 1)]
    public void The_probability_is_the_binomial_tail_twice(int wins, int losses, double probability) =>
        Assert.Equal(probability, SignTest.TwoSided(wins, losses), 12);

    // At n = 2000 the normal approximation with continuity correction is within a few per cent: z = (|1050 - 1000| - 0.5) / √500 = 2.2137, p = 0.02685.
    [Fact]
    public void Thousands_of_cases_do_not_underflow() => Assert.Equal(0.02685, SignTest.TwoSided(1050, 950), 3);

    // Holm's rule by hand: 0.01 × 4, 0.02 × 3, 0.03 × 2 (no less than the one before), 0.5 × 1.
    [Fact]
    public void Holm_raises_each_probability_by_how_many_are_left() =>
        Assert.Equal([0.06, 0.04, 0.5, 0.06], SignTest.Holm([0.03, 0.01, 0.5, 0.02]).Select(value => Math.Round(value, 12)));
}
