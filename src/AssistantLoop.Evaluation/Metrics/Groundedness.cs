using System.Text.RegularExpressions;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>
/// How much of what an answer claims stands in the passages that it cites. A claim is a sentence; its support is the
/// share of its words that stand in a cited passage, and 0 where one of its numbers does not. Words of fewer than four
/// letters and the suite's plain words claim nothing. Words match in their first five letters, so that "costs" finds
/// "cost" and "delivered" finds "delivery".
/// </summary>
internal static partial class Groundedness
{
    private const int LeastLetters = 4;
    private const int StemLetters = 5;

    /// <summary>The mean support of the claims, 0 to 1; null where the answer claims nothing.</summary>
    /// <param name="answer">The answer without its style's opening and closing.</param>
    /// <param name="cited">Titles and texts of the passages that the answer cites.</param>
    /// <param name="plainWords">Words that need no source.</param>
    public static double? Of(string answer, IEnumerable<string> cited, IReadOnlyList<string> plainWords)
    {
        HashSet<string> plain = [.. plainWords.SelectMany(Words.Of)];
        string[] sources = [.. cited.SelectMany(Words.Of)];
        HashSet<string> numbers = [.. sources.Where(HasDigit)], stems = [.. sources.Select(Stem)];
        double[] supports =
        [
            .. Sentence().Split(Words.WithoutMarks(answer))
                .Select(sentence => Words.Of(sentence).Where(word => Claims(word) && !plain.Contains(word)).ToArray())
                .Where(words => words.Length > 0)
                .Select(words => words.Any(word => HasDigit(word) && !numbers.Contains(word))
                    ? 0
                    : (double)words.Count(word => HasDigit(word) || stems.Contains(Stem(word))) / words.Length),
        ];
        return supports.Length == 0 ? null : supports.Average();
    }

    private static bool Claims(string word) => word.Length >= LeastLetters || HasDigit(word);

    private static bool HasDigit(string word) => word.Any(char.IsDigit);

    private static string Stem(string word) => word[..Math.Min(StemLetters, word.Length)];

    // An end of a sentence is a mark with a space after it: 4.90 and hello@example.com hold none.
    [GeneratedRegex(@"(?<=[.!?])\s+|\n+")]
    private static partial Regex Sentence();
}
