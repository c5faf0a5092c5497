using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Triage;

/// <summary>The words of a text that say what it is about, cut to their stems.</summary>
internal static partial class ContentWords
{
    private static readonly FrozenSet<string> s_common = """
        a about after again all also always am an and any anytime are as at be been before but by can cannot could day days did do
        does done for from further get give go got had has have he her here him his how i if in into is it its just let like
        long many may me might more most much must my need no not now of off on one only or other our out over own per
        please she should so some still such than that the their them then there these they this those to too under until
        up us use used want was way we were what when where which while who why will with within without would yes you your
        happy help glad gladly sure hello hi hey dear thanks thank welcome warmly kind kindly regards best wishes sincerely
        cheers sorry apologies unfortunately course question questions ask asking know anything else further enjoy
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Lower-case words of a text, in order, numbers left out.</summary>
    public static IEnumerable<string> Words(string text) =>
        Word().Matches(text).Select(match => match.Value.ToLowerInvariant().Replace('’', '\'')).Where(word => !char.IsDigit(word[0]));

    /// <summary>The stems of the words that carry content, each once.</summary>
    public static HashSet<string> Stems(string text) =>
        [.. Words(text).Where(word => word.Length > 2 && !s_common.Contains(word) && !word.Contains('\'', StringComparison.Ordinal)).Select(Stem)];

    /// <summary>The share of the stems that the other text has; 1 where there are none.</summary>
    public static double Coverage(IReadOnlySet<string> stems, IReadOnlySet<string> other) =>
        stems.Count == 0 ? 1 : (double)stems.Count(other.Contains) / stems.Count;

    /// <summary>
    /// A word without its English endings. Cruder than Porter's: stems are compared with each other only, never shown.
    /// </summary>
    internal static string Stem(string word)
    {
        foreach (string ending in (string[])["ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "ly", "s", "y", "e"])
        {
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                word = word[..^ending.Length];
                break;
            }
        }

        return word.Length > 3 && word[^1] == word[^2] ? word[..^1] : word;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’]\p{L}+)?")]
    private static partial Regex Word();
}
