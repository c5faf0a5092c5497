namespace AssistantLoop.Models.Tests.ChatTemplates;

/// <summary>A clock that stands still at noon, UTC.</summary>
internal sealed class FixedClock : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2025, 3, 4, 12, 0, 0, TimeSpan.Zero);
}
