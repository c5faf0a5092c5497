using System.Globalization;
using AssistantLoop.Storage.Usage;

namespace AssistantLoop.App.Limits;

/// <summary>A quota that is set, with what is used of it.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="Used">What is used.</param>
/// <param name="Most">What may be.</param>
/// <param name="Period">The day or month that it is for.</param>
/// <param name="Ends">When it begins anew.</param>
public sealed record Quota(string Name, long Used, long Most, string Period, DateTimeOffset Ends)
{
    /// <summary>Whether four fifths are used.</summary>
    public bool IsNear => Used >= Most * 0.8;

    /// <summary>The quotas that are set.</summary>
    public static IEnumerable<Quota> Of(LimitSettings limits, UsedSoFar used, DateTimeOffset now)
    {
        DateTimeOffset day = new(now.UtcDateTime.Date, TimeSpan.Zero);
        DateTimeOffset month = day.AddDays(1 - day.Day);
        string today = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach ((string name, long? most, long soFar, bool monthly) in new[]
        {
            ("answersPerDay", limits.AnswersPerDay, used.AnswersToday, false),
            ("tokensPerDay", limits.TokensPerDay, used.TokensToday, false),
            ("answersPerMonth", limits.AnswersPerMonth, used.AnswersThisMonth, true),
            ("tokensPerMonth", limits.TokensPerMonth, used.TokensThisMonth, true),
        })
        {
            if (most is { } limit)
            {
                yield return new(name, soFar, limit, monthly ? today[..7] : today, monthly ? month.AddMonths(1) : day.AddDays(1));
            }
        }
    }
}
