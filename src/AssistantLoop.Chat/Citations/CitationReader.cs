using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Chat.Citations;

/// <summary>A citation of an answer: the number in the text and the passage it stands for.</summary>
public sealed record Citation(int Number, FoundPassage Source);

/// <summary>
/// Binds the numbers in an answer, "[2]", to the passages of its prompt, and drops those whose passage does not say what
/// they stand behind.
/// </summary>
public static partial class CitationReader
{
    /// <summary>The least support by which a passage may be cited.</summary>
    public const double LeastSupport = 0.3;

    // A claim of fewer letters ("Yes") says too little to be checked alone; the sentence before it says what of.
    private const int LeastLetters = 12;

    /// <summary>The citations that hold, in order of number, each once.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="passages">The passages of its prompt, in the prompt's order.</param>
    public static IReadOnlyList<Citation> Read(string answer, IReadOnlyList<FoundPassage> passages)
    {
        HashSet<int> held = [.. Claims(answer, passages.Count)
            .SelectMany(claim => claim.Numbers.Where(number => Holds(claim, number, passages)))];
        return [.. Given(answer, passages).Where(citation => held.Contains(citation.Number))];
    }

    /// <summary>All citations as the answer gives them, supported or not; a number without a passage is left out.</summary>
    public static IReadOnlyList<Citation> Given(string answer, IReadOnlyList<FoundPassage> passages) =>
    [
        .. Mark().Matches(answer)
            .Select(NumberOf)
            .Where(number => number >= 1 && number <= passages.Count)
            .Distinct()
            .Order()
            .Select(number => new Citation(number, passages[number - 1])),
    ];

    // Numbers may stand in any passage cited beside it: "It costs 35 euros and lasts 10 hours [1][2]".
    private static bool Holds(Claim claim, int number, IReadOnlyList<FoundPassage> passages)
    {
        string[] Sources(IEnumerable<int> numbers) =>
            [.. numbers.SelectMany(one => (string[])[passages[one - 1].Passage.Title, passages[one - 1].Passage.Text])];
        double? together = Support.Of(claim.Text, Sources(claim.Numbers));
        double? alone = claim.Numbers.Count == 1
            ? together
            : Support.Of(Digits().Replace(claim.Text, ""), Sources([number]));
        return together is null || (together >= LeastSupport && (alone is null || alone >= LeastSupport));
    }

    private static List<Claim> Claims(string answer, int passages)
    {
        List<Claim> claims = [];
        foreach (string sentence in SentenceEnd().Split(answer))
        {
            int from = 0;
            string before = "";
            foreach (Match marks in Marks().Matches(sentence))
            {
                string text = sentence[from..marks.Index];
                before = text.Count(char.IsLetterOrDigit) < LeastLetters ? before + text : text;
                from = marks.Index + marks.Length;
                claims.Add(new(before, [.. Mark().Matches(marks.Value).Select(NumberOf).Where(number => number >= 1 && number <= passages).Distinct()]));
            }
        }

        return claims;
    }

    private static int NumberOf(Match mark) => int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    private sealed record Claim(string Text, IReadOnlyList<int> Numbers);

    [GeneratedRegex(@"\[([0-9]{1,3})\]")]
    private static partial Regex Mark();

    // Marks side by side stand behind the same claim.
    [GeneratedRegex(@"(?:\s*\[[0-9]{1,3}\])+")]
    private static partial Regex Marks();

    // Marks after the full stop belong to the sentence before them; 4.90 and hello@example.com hold no end.
    [GeneratedRegex(@"(?<=[.!?](?:\s*\[[0-9]{1,3}\])*)\s+(?!\s*\[[0-9]{1,3}\])|\n+")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\p{N}[\p{L}\p{N}.,\-]*")]
    private static partial Regex Digits();
}
