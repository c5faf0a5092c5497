using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>How many of the house's style rules an answer keeps.</summary>
internal static class StyleConformance
{
    /// <summary>The share of the checks met, 0 to 1; null where there are none.</summary>
    public static double? Of(StyleCheck? style, string answer)
    {
        if (style is null)
        {
            return null;
        }

        List<bool> met = [];
        if (style.StartsWith is { } start)
        {
            met.Add(answer.StartsWith(start, StringComparison.Ordinal));
        }

        if (style.EndsWith is { } end)
        {
            met.Add(answer.EndsWith(end, StringComparison.Ordinal));
        }

        met.AddRange(style.Holds.Select(phrase => answer.Contains(phrase, StringComparison.Ordinal)));
        if (style.Avoid.Count > 0)
        {
            met.Add(!Words.HoldsAny(Words.Normalise(answer), style.Avoid));
        }

        if (style.MaxWords is { } most)
        {
            met.Add(Words.Of(answer).Count() <= most);
        }

        return met.Count == 0 ? null : (double)met.Count(kept => kept) / met.Count;
    }

    /// <summary>What the answer says between the style's opening and closing.</summary>
    public static string Within(StyleCheck? style, string answer)
    {
        string text = answer;
        if (style?.StartsWith is { } start && text.StartsWith(start, StringComparison.Ordinal))
        {
            text = text[start.Length..];
        }

        if (style?.EndsWith is { } end && text.EndsWith(end, StringComparison.Ordinal))
        {
            text = text[..^end.Length];
        }

        return text.Trim();
    }
}
