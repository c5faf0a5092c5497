using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed class WatchdogTests
{
    [Fact]
    public void A_loss_that_grows_is_told_once_ten_steps_show_it()
    {
        // The first ten are 1. The mean of the last ten is over 1.5 * 1 + 0.5 once 6 of them are 3.
        string?[] told = Watch([.. Enumerable.Repeat(1.0, 14), .. Enumerable.Repeat(3.0, 10)]);
        Assert.Equal(19, Array.FindIndex(told, reason => reason is not null));
        Assert.Contains("rose from 1 to 2.2", told[19], StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_loss_may_wander() =>
        Assert.All(Watch([.. Enumerable.Repeat(0.01, 10), .. Enumerable.Repeat(0.4, 30)]), Assert.Null);

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, double.NaN)]
    public void What_is_no_number_stops_at_once(double loss, double norm)
    {
        Watchdog watchdog = new(new Recipe());
        var error = Assert.Throws<TrainingException>(() => { watchdog.After(new Judgement(loss, null, null, null), norm); });
        Assert.StartsWith("Step 1:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_answers_may_fall_a_little_and_for_a_while()
    {
        Watchdog watchdog = new(new Recipe { MaxDisplacement = 1 });
        string? After(double chosen) => watchdog.After(new Judgement(0.5, 1, 1, chosen), 1);
        for (int i = 0; i < 9; i++) Assert.Null(After(-5));
        Assert.Null(After(100));
        for (int i = 0; i < 14; i++) Assert.Null(After(i < 10 ? -0.9 : -1.1));

        // Of the last ten, six are -1.3 or -1.1 then: 1.04 on average.
        After(-1.1);
        Assert.Contains("1.04 nats a token", After(-1.3), StringComparison.Ordinal);
    }

    private static string?[] Watch(double[] losses)
    {
        Watchdog watchdog = new(new Recipe());
        return [.. losses.Select(loss => watchdog.After(new Judgement(loss, null, null, null), 1))];
    }
}
