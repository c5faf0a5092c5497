using AssistantLoop.Learning.Triggers;

namespace AssistantLoop.Learning.Tests.Triggers;

public sealed class TrainingScheduleTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 30 12 * * ?", 29, false)]
    [InlineData("0 30 12 * * ?", 30, true)]
    [InlineData("0 0 12 * * ?", 60, false)]
    [InlineData("0 0/15 * * * ?", 15, true)]
    public void It_is_due_once_one_of_its_times_has_come_since_the_last_look(string cron, int minutes, bool due) =>
        Assert.Equal(due, TrainingSchedule.Parse(cron, TimeZoneInfo.Utc).IsDue(s_noon, s_noon.AddMinutes(minutes)));

    [Theory]
    [InlineData("every night")]
    [InlineData("0 3 * * *")]
    [InlineData("0 0 25 * * ?")]
    public void What_is_no_expression_is_refused(string text) =>
        Assert.Throws<FormatException>(() => TrainingSchedule.Parse(text, TimeZoneInfo.Utc));
}
