using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Triage;

/// <summary>How two answers that say the same differ in form.</summary>
internal static partial class StyleTraits
{
    /// <summary>A length that is this many times the other's is a difference.</summary>
    private const double Longer = 1.5;

    /// <summary>The differences of the right answer from the given one in words; none where they read the same.</summary>
    public static IReadOnlyList<string> Differences(string given, string right)
    {
        List<string> found = [];
        if (Plain(given) == Plain(right))
        {
            return found;
        }

        Compare(Greeting().IsMatch(given.Trim()), Greeting().IsMatch(right.Trim()), "a greeting");
        Compare(Closing().IsMatch(given.Trim()), Closing().IsMatch(right.Trim()), "a closing");
        Compare(Listing().IsMatch(given), Listing().IsMatch(right), "a list");
        Compare(given.Contains('!', StringComparison.Ordinal), right.Contains('!', StringComparison.Ordinal), "an exclamation mark");
        double ratio = (Plain(right).Length + 1.0) / (Plain(given).Length + 1.0);
        if (ratio is > Longer or < 1 / Longer)
        {
            found.Add(ratio > 1 ? "longer" : "shorter");
        }

        return found.Count > 0 ? found : ["other words"];

        void Compare(bool before, bool after, string trait)
        {
            if (before != after)
            {
                found.Add(after ? $"with {trait}" : $"without {trait}");
            }
        }
    }

    private static string Plain(string text) => Space().Replace(Citation().Replace(text, ""), " ").Trim().ToLowerInvariant();

    [GeneratedRegex(@"\s*\[\d{1,3}\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^(?:dear|hello|hi|hey|good (?:morning|afternoon|evening)|(?:happy|glad) to help|thank)", RegexOptions.IgnoreCase)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"\b(?:warmly|regards|sincerely|wishes|cheers|yours)\b[^.!?]{0,40}[.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Closing();

    [GeneratedRegex(@"^\s*(?:[-*•]|\d+[.)])\s", RegexOptions.Multiline)]
    private static partial Regex Listing();
}
