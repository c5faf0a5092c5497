using AssistantLoop.Chat.Content;

namespace AssistantLoop.Chat.Rules;

/// <summary>When a rule matters: all that is given must hold.</summary>
public sealed record RuleCondition
{
    /// <summary>Words of which the question holds at least one; none: any question.</summary>
    public IReadOnlyList<string> QuestionAny { get; init; } = [];

    /// <summary>Words that the question holds.</summary>
    public IReadOnlyList<string> QuestionAll { get; init; } = [];

    /// <summary>Documents of which a passage must have been found: paths, or starts of paths.</summary>
    public IReadOnlyList<string> Documents { get; init; } = [];

    /// <summary>Languages of the visitor.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Channels that the visitor came by.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Days of the week in the business's time zone.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>Hours of the day in the business's time zone; they may go past midnight. Null: all day.</summary>
    public DayHours? Hours { get; init; }

    /// <summary>Whether it holds. A rule for languages or channels does not hold where the turn's is not known.</summary>
    /// <param name="context">The turn.</param>
    /// <param name="local">The moment in the business's time zone.</param>
    internal bool Holds(TurnContext context, DateTime local) =>
        (QuestionAny.Count == 0 || QuestionAny.Any(word => Phrases.Names(context.Question, word)))
        && QuestionAll.All(word => Phrases.Names(context.Question, word))
        && (Documents.Count == 0 || context.Passages.Any(found =>
            Documents.Any(path => found.Passage.Path.StartsWith(path, StringComparison.Ordinal))))
        && (Languages.Count == 0 || (context.Language is not null && context.Speaks(Languages)))
        && (Channels.Count == 0 || (context.Channel is { } channel && Channels.Contains(channel, StringComparer.OrdinalIgnoreCase)))
        && (Weekdays.Count == 0 || Weekdays.Contains(Hours?.DayOf(local) ?? local.DayOfWeek))
        && (Hours is null || Hours.Hold(TimeOnly.FromDateTime(local)));
}

/// <summary>A span of the day, its end not included; an end before the start is on the next day.</summary>
public sealed record DayHours(TimeOnly Start, TimeOnly End)
{
    internal bool Hold(TimeOnly time) => time.IsBetween(Start, End);

    /// <summary>The day that a moment belongs to: Friday 22:00-02:00 goes on into Saturday.</summary>
    internal DayOfWeek DayOf(DateTime local) =>
        (End < Start && TimeOnly.FromDateTime(local) < End ? local.AddDays(-1) : local).DayOfWeek;
}
