using System.Globalization;

namespace AssistantLoop.Chat.Rules;

/// <summary>A day, or a minute of a day, on the business's clocks.</summary>
public sealed record LocalMoment(DateTime Local, bool IsDay)
{
    private static readonly string[] s_minutes = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm"];

    /// <summary>Reads 2026-12-24 or 2026-12-24 18:00; null where it is neither.</summary>
    public static LocalMoment? Parse(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) ? new(day, true)
        : DateTime.TryParseExact(text, s_minutes, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime minute) ? new(minute, false)
        : null;

    /// <summary>The first instant of it. An hour that the clocks pass twice begins at its first passing.</summary>
    internal DateTimeOffset Begins(TimeZoneInfo zone) => Instant(Local, zone, last: false);

    /// <summary>The first instant after it.</summary>
    internal DateTimeOffset Ends(TimeZoneInfo zone) => Instant(IsDay ? Local.AddDays(1) : Local.AddMinutes(1), zone, last: !IsDay);

    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone, bool last)
    {
        // A time that the clocks leave out is the moment at which they are put forward.
        if (zone.IsInvalidTime(local))
        {
            TimeSpan before = zone.GetUtcOffset(local.AddHours(-3));
            return new DateTimeOffset(local, before);
        }

        TimeSpan offset = !zone.IsAmbiguousTime(local) ? zone.GetUtcOffset(local)
            : last ? zone.GetAmbiguousTimeOffsets(local).Min()
            : zone.GetAmbiguousTimeOffsets(local).Max();
        return new(local, offset);
    }
}
