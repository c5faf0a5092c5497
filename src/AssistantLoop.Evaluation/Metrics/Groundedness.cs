using System.Text.RegularExpressions;
using AssistantLoop.Chat.Citations;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>
/// How much of what an answer claims stands in the passages that it cites. A claim is a sentence; <see cref="Support"/>
/// says how well it is supported. The suite's plain words claim nothing.
/// </summary>
internal static partial class Groundedness
{
    /// <summary>The mean support of the claims, 0 to 1; null where the answer claims nothing.</summary>
    /// <param name="answer">The answer without its style's opening and closing.</param>
    /// <param name="cited">Titles and texts of the passages that the answer cites.</param>
    /// <param name="plainWords">Words that need no source.</param>
    public static double? Of(string answer, IEnumerable<string> cited, IReadOnlyList<string> plainWords)
    {
        HashSet<string> plain = [.. plainWords.SelectMany(Words.Of)];
        string[] sources = [.. cited];
        double[] supports =
        [
            .. Sentence().Split(Words.WithoutMarks(answer))
                .Select(sentence => Support.Of(sentence, sources, plain))
                .OfType<double>(),
        ];
        return supports.Length == 0 ? null : supports.Average();
    }

    // An end of a sentence is a mark with a space after it: 4.90 and hello@example.com hold none.
    [GeneratedRegex(@"(?<=[.!?])\s+|\n+")]
    private static partial Regex Sentence();
}
