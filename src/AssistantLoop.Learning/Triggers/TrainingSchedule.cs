using Quartz;

namespace AssistantLoop.Learning.Triggers;

/// <summary>Times at which the loop trains, as a cron expression of Quartz: seconds, minutes, hours, day, month, weekday.</summary>
public sealed class TrainingSchedule
{
    private readonly CronExpression _cron;

    private TrainingSchedule(CronExpression cron) => _cron = cron;

    /// <summary>Reads an expression, such as "0 0 3 * * ?" for every night at three.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="zone">The time zone that it means.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static TrainingSchedule Parse(string expression, TimeZoneInfo zone) =>
        new(new CronExpression(expression, zone));

    /// <summary>Whether one of its times lies after <paramref name="since"/> and not after <paramref name="now"/>.</summary>
    public bool IsDue(DateTimeOffset since, DateTimeOffset now) => _cron.GetNextValidTimeAfter(since) is { } next && next <= now;
}
