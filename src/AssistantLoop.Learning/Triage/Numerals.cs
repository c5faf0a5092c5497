using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Triage;

/// <summary>Numbers as people write them: 4.90, 4,90, 1,250, 1.250,50, 1 000, twelve.</summary>
internal static partial class Numerals
{
    private static readonly FrozenDictionary<string, decimal> s_words = """
        one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 fourteen 14 fifteen 15
        twenty 20 thirty 30 forty 40 fifty 50 sixty 60 ninety 90 hundred 100
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2)
        .ToFrozenDictionary(pair => pair[0], pair => decimal.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>The words that are numbers, as alternatives of a regular expression.</summary>
    public const string Words =
        "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred";

    /// <summary>
    /// The value; the last point or comma is the decimal mark where one or two digits, or more than three, follow it, and
    /// where both marks occur.
    /// </summary>
    public static decimal Parse(string text)
    {
        if (s_words.TryGetValue(text.ToLowerInvariant(), out decimal word))
        {
            return word;
        }

        string digits = text.Replace(" ", "", StringComparison.Ordinal);
        int mark = digits.LastIndexOfAny(['.', ',']);
        bool decimals = mark >= 0 && (digits.Length - mark - 1 != 3 || digits.Any(c => c is '.' or ',' && c != digits[mark]) || mark == 1 && digits[0] == '0');
        string whole = decimals ? digits[..mark] : digits;
        string plain = Marks().Replace(whole, "") + (decimals ? "." + digits[(mark + 1)..] : "");
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : 0;
    }

    /// <summary>A value as it is compared: without zeros at the end of its decimals.</summary>
    public static string Key(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    [GeneratedRegex("[.,]")]
    private static partial Regex Marks();
}
