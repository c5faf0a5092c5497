using AssistantLoop.Chat.Styles;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>How many of the house's style rules an answer keeps.</summary>
internal static class StyleConformance
{
    /// <summary>The share of the checks met, 0 to 1; null where there are none.</summary>
    public static double? Of(StyleCheck? style, string answer) => style is null or { Count: 0 }
        ? null
        : (double)(style.Count - style.Of(answer).Count) / style.Count;

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
