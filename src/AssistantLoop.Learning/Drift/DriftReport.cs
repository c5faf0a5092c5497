using System.Text.Json;

namespace AssistantLoop.Learning.Drift;

/// <summary>How what visitors ask now, and how they are answered, compares with before.</summary>
/// <param name="Level">too-little, none, watch or alert.</param>
/// <param name="Reference">The window that is compared with.</param>
/// <param name="Current">The window that is compared.</param>
/// <param name="Signs">Each sign: questions, out-of-scope, retrieval-misses, fallbacks, rated-down.</param>
/// <param name="Days">Each day of both windows, oldest first, for a plot.</param>
public sealed record DriftReport(
    string Level,
    DriftWindow Reference,
    DriftWindow Current,
    IReadOnlyList<DriftSign> Signs,
    IReadOnlyList<DriftDay> Days)
{
    /// <summary>Not enough answers to compare.</summary>
    public const string TooLittle = "too-little";

    /// <summary>Nothing changed that chance could not explain.</summary>
    public const string None = "none";

    /// <summary>Something probably changed.</summary>
    public const string Watch = "watch";

    /// <summary>Something surely changed.</summary>
    public const string Alert = "alert";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The report as it is kept; it holds nothing that people wrote.</summary>
    public string Write() => JsonSerializer.Serialize(this, s_json);
}

/// <summary>A window of answers.</summary>
/// <param name="Answers">How many.</param>
/// <param name="From">The oldest; null where there is none.</param>
/// <param name="To">The newest; null where there is none.</param>
public sealed record DriftWindow(int Answers, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>One sign of drift.</summary>
/// <param name="Name">questions, out-of-scope, retrieval-misses, fallbacks or rated-down.</param>
/// <param name="Before">The share in the reference window; null for questions, and where there is nothing to count.</param>
/// <param name="Now">The share in the current window; for questions the distance of the two.</param>
/// <param name="Chance">The probability that chance alone would show as much.</param>
/// <param name="Corrected">The same, corrected for looking at several signs (Holm).</param>
/// <param name="Level">none, watch or alert.</param>
public sealed record DriftSign(string Name, double? Before, double? Now, double Chance, double Corrected, string Level);

/// <summary>One day, in UTC.</summary>
/// <param name="Day">The day.</param>
/// <param name="Questions">Questions answered.</param>
/// <param name="OutOfScope">Those for which no passage was found.</param>
/// <param name="Missed">Those whose passages do not cover the question, out-of-scope among them.</param>
/// <param name="Fallbacks">Answers that failed or said that there is none.</param>
/// <param name="Rated">Answers with a thumb.</param>
/// <param name="Down">Those with the thumb down.</param>
/// <param name="Distance">How far the day's questions are from those of the reference window, 0 to 4.</param>
public sealed record DriftDay(
    DateOnly Day, int Questions, int OutOfScope, int Missed, int Fallbacks, int Rated, int Down, double Distance);
