using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Tests.Comparison;

public sealed class SampleSizeTests
{
    // Printed tables of the standard normal distribution.
    [Theory]
    [InlineData(0.975, 1.959963985)]
    [InlineData(0.8, 0.841621234)]
    [InlineData(0.5, 0)]
    [InlineData(0.005, -2.575829304)]
    [InlineData(0.001, -3.090232306)]
    public void The_normal_quantile_agrees_with_tables(double share, double value) =>
        Assert.Equal(value, SampleSize.Normal(share), 8e-9);

    // (1.96 + 0.8416)² = 7.849; with s = 1 and a distance of 0.5 that is 31.4, the textbooks' 32.
    [Theory]
    [InlineData(0.5, 1, 32)]
    [InlineData(0.1, 0.5, 197)]
    [InlineData(0.1, 0, 0)]
    public void It_is_the_textbook_formula(double distance, double deviation, int cases) =>
        Assert.Equal(cases, SampleSize.For(distance, deviation, 0.95));

    [Fact]
    public void A_change_on_the_bound_is_never_decided() => Assert.Null(SampleSize.For(1e-9, 0.5, 0.95));
}
