using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Review;

/// <summary>How much two answers agree, by the F1 score of their words as SQuAD counts it (Rajpurkar et al., 2016).</summary>
public static partial class TokenOverlap
{
    /// <summary>
    /// 2 P R / (P + R), with P and R the shares of the one's and the other's words, repeats counted, that both have; 1 for
    /// equal words, 0 for none in common.
    /// </summary>
    public static double F1(string one, string other)
    {
        string[] left = Words(one), right = Words(other);
        if (left.Length == 0 || right.Length == 0)
        {
            return left.Length == right.Length ? 1 : 0;
        }

        Dictionary<string, int> counts = left.CountBy(word => word).ToDictionary(StringComparer.Ordinal);
        int both = right.CountBy(word => word).Sum(word => Math.Min(word.Value, counts.GetValueOrDefault(word.Key)));
        return 2.0 * both / (left.Length + right.Length);
    }

    private static string[] Words(string text) =>
        [.. Word().Matches(Citation().Replace(text, "")).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"\[\d{1,3}\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
