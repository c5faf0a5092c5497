using AssistantLoop.Storage.Usage;

namespace AssistantLoop.App.Usage;

/// <summary>What a business's answers took and cost over some days.</summary>
/// <param name="From">The first day (UTC).</param>
/// <param name="To">The last.</param>
/// <param name="Currency">Of every cost.</param>
/// <param name="Days">Per day and version, in order; days without an answer are left out.</param>
/// <param name="Answers">All answers.</param>
/// <param name="PromptTokens">All tokens of prompts.</param>
/// <param name="AnswerTokens">All tokens of answers.</param>
/// <param name="TokenCost">What the tokens cost.</param>
/// <param name="Hours">The hours from the first day's begin to the last day's end, or until now.</param>
/// <param name="MachineCost">What those hours of the machine cost.</param>
public sealed record UsageReport(
    DateOnly From,
    DateOnly To,
    string Currency,
    IReadOnlyList<UsageRow> Days,
    long Answers,
    long PromptTokens,
    long AnswerTokens,
    decimal TokenCost,
    double Hours,
    decimal MachineCost)
{
    /// <summary>The report of some days.</summary>
    public static UsageReport Of(
        DateOnly from, DateOnly to, IReadOnlyList<UsageDay> days, PriceSettings prices, DateTimeOffset now)
    {
        List<UsageRow> rows = [.. days.Select(day => new UsageRow(
            day.Day, day.Version, day.Answers, day.PromptTokens, day.AnswerTokens,
            Span.Of(day.FirstTextMedian, day.FirstTextP95), Span.Of(day.LatencyMedian, day.LatencyP95),
            prices.Of(day.PromptTokens, day.AnswerTokens)))];
        DateTime end = to.AddDays(1).ToDateTime(TimeOnly.MinValue);
        double hours = Math.Max(0, ((end < now.UtcDateTime ? end : now.UtcDateTime) - from.ToDateTime(TimeOnly.MinValue)).TotalHours);
        return new(
            from, to, prices.Currency, rows, rows.Sum(row => row.Answers), rows.Sum(row => row.PromptTokens), rows.Sum(row => row.AnswerTokens),
            rows.Sum(row => row.Cost), Math.Round(hours, 2), Math.Round((decimal)hours * prices.PerHour, 4));
    }
}

/// <summary>What one version's answers of one day took and cost.</summary>
public sealed record UsageRow(
    string Day, int? Version, long Answers, long PromptTokens, long AnswerTokens, Span? FirstTextMs, Span? LatencyMs, decimal Cost);

/// <summary>Milliseconds of half and of 95 in 100 answers.</summary>
public sealed record Span(int Median, int P95)
{
    /// <summary>Null where nothing was measured.</summary>
    public static Span? Of(int? median, int? p95) => median is { } half && p95 is { } most ? new(half, most) : null;
}
