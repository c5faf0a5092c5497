using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Chat.Citations;

/// <summary>
/// How well sources support a claim: the share of its words that stand in them, and 0 where one of its numbers does not.
/// Words of fewer than four letters claim nothing. Words match by <see cref="WordStem"/>; numbers match by value, so that
/// "3,50" finds "3.5" and "seven" finds "7".
/// </summary>
public static partial class Support
{
    private const int LeastLetters = 4;

    private static readonly string[] s_numerals =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>The support, 0 to 1; null where the claim holds no word that claims anything.</summary>
    /// <param name="claim">A sentence or a part of one, without citation marks.</param>
    /// <param name="sources">Titles and texts that should say so.</param>
    /// <param name="plainWords">Words that need no source.</param>
    public static double? Of(string claim, IEnumerable<string> sources, IReadOnlySet<string>? plainWords = null)
    {
        string[] claimed =
            [.. Words(claim).Where(word => (word.Length >= LeastLetters || HasDigit(word)) && plainWords?.Contains(word) != true)];
        if (claimed.Length == 0)
        {
            return null;
        }

        string[] said = [.. sources.SelectMany(Words)];
        HashSet<string> numbers = [.. said.Select(NumberOf).OfType<string>()];
        HashSet<string> stems = [.. said.Select(WordStem.Of)];
        return claimed.Any(word => HasDigit(word) && !numbers.Contains(NumberOf(word)!))
            ? 0
            : (double)claimed.Count(word => HasDigit(word) || stems.Contains(WordStem.Of(word))) / claimed.Length;
    }

    private static IEnumerable<string> Words(string text) =>
        Word().Matches(text.ToLowerInvariant()).Select(match => match.Value);

    private static bool HasDigit(string word) => word.Any(char.IsDigit);

    // A number by its value; what only holds digits, such as an address or an order code, as it stands.
    private static string? NumberOf(string word)
    {
        int numeral = Array.IndexOf(s_numerals, word);
        return numeral >= 0 ? numeral.ToString(CultureInfo.InvariantCulture)
            : !HasDigit(word) ? null
            : decimal.TryParse(word.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
                ? value.ToString("0.#########", CultureInfo.InvariantCulture)
                : word;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:[.,'’@\-][\p{L}\p{N}]+)*")]
    private static partial Regex Word();
}
