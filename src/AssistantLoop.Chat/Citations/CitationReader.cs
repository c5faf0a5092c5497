using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Chat.Citations;

/// <summary>A citation of an answer: the number in the text and the passage it stands for.</summary>
public sealed record Citation(int Number, FoundPassage Source);

/// <summary>Binds the numbers in an answer, "[2]", to the passages of its prompt.</summary>
public static partial class CitationReader
{
    /// <summary>The answer's citations in order of number, each once; a number without a passage is left out.</summary>
    public static IReadOnlyList<Citation> Read(string answer, IReadOnlyList<FoundPassage> passages) =>
    [
        .. Mark().Matches(answer)
            .Select(mark => int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .Where(number => number >= 1 && number <= passages.Count)
            .Distinct()
            .Order()
            .Select(number => new Citation(number, passages[number - 1])),
    ];

    [GeneratedRegex(@"\[(\d{1,3})\]")]
    private static partial Regex Mark();
}
