using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Chat.Content;

namespace AssistantLoop.Chat.Limits;

/// <summary>Finds the limit that a sentence breaks. It reads figures and the numerals up to one hundred in English.</summary>
internal static partial class LimitCheck
{
    private static readonly string[] s_discount =
    [
        "discount", "off", "reduction", "reduced", "rebate", "cheaper", "less", "save", "saving", "voucher", "code", "coupon",
        "rabatt", "nachlass", "ermäßigung", "reduziert", "günstiger", "remise", "réduction", "descuento", "sconto",
    ];

    private static readonly Dictionary<string, int> s_numerals = new(StringComparer.OrdinalIgnoreCase)
    {
        ["five"] = 5,
        ["ten"] = 10,
        ["fifteen"] = 15,
        ["twenty"] = 20,
        ["twenty-five"] = 25,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["seventy"] = 70,
        ["seventy-five"] = 75,
        ["eighty"] = 80,
        ["ninety"] = 90,
        ["hundred"] = 100,
    };

    /// <summary>The violation of a sentence of an answer; null where it keeps all limits.</summary>
    public static Violation? Of(IReadOnlyList<PolicyLimit> limits, string sentence)
    {
        foreach (PolicyLimit limit in limits)
        {
            if (Breach(limit, sentence) is { } said)
            {
                return new("limit", limit.Id, said);
            }
        }

        return null;
    }

    /// <summary>The limit whose topic a question is on; null for none.</summary>
    public static PolicyLimit? TopicOf(IReadOnlyList<PolicyLimit> limits, string question) => limits.FirstOrDefault(limit =>
        limit.Kind == LimitKind.Topics && limit.Phrases.Any(word => Phrases.Names(question, word)));

    private static string? Breach(PolicyLimit limit, string sentence) => limit.Kind switch
    {
        LimitKind.MaxDiscountPercent when s_discount.Any(word => Phrases.Names(sentence, word)) =>
            Above(Percent().Matches(sentence), limit.Most) is { } percent
                ? string.Create(CultureInfo.InvariantCulture, $"{percent} % was promised; {limit.Most} % is the most.") : null,
        LimitKind.MaxAmount when limit.Phrases.Count == 0 || limit.Phrases.Any(word => Phrases.Names(sentence, word)) =>
            Above(Money().Matches(sentence), limit.Most) is { } sum
                ? string.Create(CultureInfo.InvariantCulture, $"{sum} was promised; {limit.Most} is the most.") : null,
        LimitKind.NeverPromise or LimitKind.Topics => limit.Phrases.FirstOrDefault(phrase => Phrases.Names(sentence, phrase)) is { } said
            ? $"“{said}” was said." : null,
        _ => null,
    };

    private static decimal? Above(MatchCollection found, decimal most)
    {
        foreach (Match match in found)
        {
            if (Number(match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value) is { } value && value > most)
            {
                return value;
            }
        }

        return null;
    }

    // 1,250.00 and 1.250,00 and 12,5: the last mark parts decimals unless three digits follow it.
    private static decimal? Number(string text)
    {
        if (s_numerals.TryGetValue(text, out int numeral))
        {
            return numeral;
        }

        int last = text.LastIndexOfAny(['.', ',']);
        bool decimals = last >= 0 && text.Length - last - 1 != 3;
        string whole = (decimals ? text[..last] : text).Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        return decimal.TryParse(
            decimals ? $"{whole}.{text[(last + 1)..]}" : whole, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : null;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}.,])(\p{N}+(?:[.,]\p{N}+)*|[a-z]+(?:-five)?)\s*(?:%|٪|％|per\s?cent|percent|prozent|pour cent|por ciento)", RegexOptions.IgnoreCase)]
    private static partial Regex Percent();

    [GeneratedRegex(@"(?:€|\$|£|EUR|USD|GBP)\s?(\p{N}+(?:[.,]\p{N}+)*)|(?<![\p{L}\p{N}.,])(\p{N}+(?:[.,]\p{N}+)*)\s?(?:€|\$|£|EUR|USD|GBP|euros?|dollars?|pounds?)", RegexOptions.IgnoreCase)]
    private static partial Regex Money();
}
