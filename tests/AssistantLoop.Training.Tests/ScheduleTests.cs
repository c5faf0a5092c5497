namespace AssistantLoop.Training.Tests;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(0.55, 0.55)]
    [InlineData(1, 0.1)]
    public void A_cosine_warms_up_and_falls_to_the_floor(double share, double factor) =>
        Assert.Equal(factor, Schedule.Factor(share, 0.1, Decay.Cosine, 0.1), 9);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 0.75)]
    [InlineData(1, 0)]
    public void A_line_falls_to_the_floor(double share, double factor) =>
        Assert.Equal(factor, Schedule.Factor(share, 0, Decay.Linear, 0), 9);

    [Theory]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(1, 1)]
    public void A_constant_warms_up_and_stays(double share, double factor) =>
        Assert.Equal(factor, Schedule.Factor(share, 0.1, Decay.Constant, 0), 9);
}
