using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.DataSets;

/// <summary>Takes personal data out of what visitors wrote, before it can be trained on.</summary>
public static partial class Redaction
{
    /// <summary>The text with e-mail addresses, card numbers and phone numbers replaced by their kind in brackets.</summary>
    /// <param name="text">A visitor's text.</param>
    /// <param name="count">How many were replaced.</param>
    public static string Apply(string text, out int count)
    {
        int replaced = 0;
        string Replace(Regex pattern, string input, string kind, Func<string, bool> isOne) => pattern.Replace(input, match =>
        {
            if (!isOne(match.Value))
            {
                return match.Value;
            }

            replaced++;
            return kind;
        });
        text = Replace(Email(), text, "[e-mail]", _ => true);
        text = Replace(Card(), text, "[card]", HasCardCheckDigit);
        text = Replace(Phone(), text, "[phone]", number => number.Count(char.IsDigit) >= 7);
        count = replaced;
        return text;
    }

    /// <summary>Luhn's check (ISO/IEC 7812-1): from the right, every second digit doubled, the sum divisible by ten.</summary>
    private static bool HasCardCheckDigit(string number)
    {
        int sum = 0;
        int place = 0;
        foreach (char digit in number.Where(char.IsDigit).Reverse())
        {
            int value = (digit - '0') * (place++ % 2 + 1);
            sum += value > 9 ? value - 9 : value;
        }

        return place >= 13 && sum % 10 == 0;
    }

    [GeneratedRegex(@"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")]
    private static partial Regex Card();

    [GeneratedRegex(@"(?<![\p{L}\d])(?:\+|0)\d(?:[ ()/-]{0,2}\d){5,14}(?!\d)")]
    private static partial Regex Phone();
}
