using System.Text.RegularExpressions;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>How answers are compared as text: lower case, single spaces, whole words.</summary>
internal static partial class Words
{
    public static string Normalise(string text) => Spaces().Replace(text, " ").Trim().ToLowerInvariant();

    /// <summary>The text without citation marks such as "[2]".</summary>
    public static string WithoutMarks(string text) => Mark().Replace(text, "");

    /// <summary>Words and numbers in lower case; 4.90 and alder@example.com stay whole.</summary>
    public static IEnumerable<string> Of(string text) =>
        Word().Matches(text.ToLowerInvariant()).Select(match => match.Value);

    /// <summary>Whether any way of saying a fact stands in a text; " | " parts the ways.</summary>
    public static bool Holds(string normalised, string fact) =>
        fact.Split('|').Any(way => HoldsPhrase(normalised, Normalise(way)));

    /// <summary>Whether any of the phrases stands in the text, apart from the marks that writers vary.</summary>
    public static bool HoldsAny(string normalised, IReadOnlyList<string> phrases)
    {
        string plain = Plain(normalised);
        return phrases.Any(phrase => HoldsPhrase(plain, Plain(Normalise(phrase))));
    }

    /// <summary>Whole words only: "5 euros" does not stand in "15 euros".</summary>
    private static bool HoldsPhrase(string text, string phrase)
    {
        for (int at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0 && phrase.Length > 0;
            at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            int end = at + phrase.Length;
            bool opens = at == 0 || (!char.IsLetterOrDigit(text[at - 1]) && !IsDecimalPoint(text, at - 1));
            if (opens && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDecimalPoint(string text, int at) =>
        text[at] is '.' or ',' && at > 0 && char.IsDigit(text[at - 1]) && at + 1 < text.Length && char.IsDigit(text[at + 1]);

    private static string Plain(string text) => text.Replace('’', '\'');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s*\[\d{1,3}\]")]
    private static partial Regex Mark();

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:[.,'’@\-][\p{L}\p{N}]+)*")]
    private static partial Regex Word();
}
