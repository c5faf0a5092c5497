using System.Globalization;
using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Triage;

/// <summary>
/// Finds the facts of a text by their form: addresses, dates, times, telephone numbers, codes and quantities, each read
/// once. Names are another matter, see <see cref="NameReader"/>.
/// </summary>
internal static partial class FactReader
{
    private const string Dot = " · ";

    private const string Months =
        "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

    /// <summary>The facts in order of kind, without citations' numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rest">What is left of it, with a dot in place of each fact.</param>
    public static IReadOnlyList<Fact> Read(string text, out string rest)
    {
        List<Fact> facts = [];
        string left = Citation().Replace(text, " ");
        Take(Web(), match => new(FactKind.Address, match.Value, match.Value.TrimEnd('.', ',', '!', '?', ')').ToLowerInvariant()));
        Take(IsoDate(), match => DateOf(match, match.Groups["d"].Value, match.Groups["m"].Value));
        Take(DayMonth(), match => DateOf(match, match.Groups["d"].Value, match.Groups["m"].Value));
        Take(Time(), TimeOf);
        Take(Phone(), match => Digits(match.Value) is { Length: >= 7 } digits ? new(FactKind.Address, match.Value.Trim(), digits) : null);
        Take(Code(), match => Glued().IsMatch(match.Value) ? null : new(FactKind.Code, match.Value, match.Value.ToLowerInvariant()));
        facts.AddRange(Quantities(left));
        left = Quantity().Replace(left, QuantityDot);
        Take(Period(), match => Units.Of(match.Groups["unit"].Value) is { } unit
            ? new(FactKind.Quantity, match.Value, Numerals.Key(unit.Factor), unit.Family, "1") : null);
        rest = left;
        return facts;

        void Take(Regex pattern, Func<Match, Fact?> read) => left = pattern.Replace(left, match =>
        {
            if (read(match) is not { } fact)
            {
                return match.Value;
            }

            facts.Add(fact);
            return Dot;
        });
    }

    private static List<Fact> Quantities(string text)
    {
        List<Fact> facts = [];
        (string Family, decimal Factor)? unit = null;
        int after = -1;
        // From the end, so that the 2 of "2 to 4 days" has the unit of the 4.
        foreach (Match match in Quantity().Matches(text).Reverse())
        {
            Group number = match.Groups["n"];
            Group mark = match.Groups["before"] is { Success: true } before ? before : match.Groups["unit"];
            (string Family, decimal Factor)? own = mark.Success ? Units.Of(mark.Value.Replace(" ", "", StringComparison.Ordinal)) : null;
            int end = number.Index + number.Length;
            bool inRange = after >= end && Range().IsMatch(text[end..after]);
            unit = own ?? (inRange ? unit : null);
            after = match.Index;
            if (unit is null && char.IsLetter(number.Value[0]))
            {
                continue;
            }

            decimal value = Numerals.Parse(number.Value);
            string said = own is null ? number.Value : match.Value.Trim();
            facts.Insert(0, new(
                FactKind.Quantity, said, Numerals.Key(value * (unit?.Factor ?? 1)), unit?.Family, Numerals.Key(value)));
        }

        return facts;
    }

    // The word behind a number that is no unit stays: "2 Wren lamps".
    private static string QuantityDot(Match match) => Units.Of(match.Groups["unit"].Value) is null && !match.Groups["before"].Success
        ? $"{Dot}{match.Groups["unit"].Value}" : Dot;

    private static Fact? DateOf(Match match, string day, string month)
    {
        int number = char.IsLetter(month[0])
            ? "janfebmaraprmayjunjulaugsepoctnovdec".IndexOf(month[..3].ToLowerInvariant(), StringComparison.Ordinal) / 3 + 1
            : int.Parse(month, CultureInfo.InvariantCulture);
        int at = int.Parse(day, CultureInfo.InvariantCulture);
        return number is < 1 or > 12 || at is < 1 or > 31 ? null
            : new(FactKind.Date, match.Value.Trim(), string.Create(CultureInfo.InvariantCulture, $"{number:00}-{at:00}"));
    }

    private static Fact? TimeOf(Match match)
    {
        int hour = int.Parse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture);
        int minute = match.Groups["m"].Success ? int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        bool half = match.Groups["half"].Success;
        hour = half ? hour % 12 + (match.Groups["half"].Value[0] is 'p' or 'P' ? 12 : 0) : hour;
        return hour > 24 || minute > 59 ? null
            : new(FactKind.Time, match.Value.Trim(), string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}"));
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsDigit));

    [GeneratedRegex(@"\[\d{1,3}\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+|(?:https?://|www\.)[^\s,;)]+", RegexOptions.IgnoreCase)]
    private static partial Regex Web();

    [GeneratedRegex(@"\b\d{4}-(?<m>\d{2})-(?<d>\d{2})\b|\b(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?:\d{4}|\d{2})?(?!\d)|\b(?<d>\d{1,2})/(?<m>\d{1,2})/\d{2,4}\b")]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"\b(?<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<m>" + Months + @")\b(?:,? \d{4}\b)?|\b(?<m>" + Months + @") (?<d>\d{1,2})(?:st|nd|rd|th)?\b(?:,? \d{4}\b)?", RegexOptions.IgnoreCase)]
    private static partial Regex DayMonth();

    [GeneratedRegex(@"\b(?<h>\d{1,2})(?:[:.](?<m>\d{2}))? ?(?<half>[ap])\.?m\b\.?|\b(?<h>\d{1,2}):(?<m>\d{2})\b(?: ?o'clock)?|\b(?<h>\d{1,2}) o'clock\b", RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<![\p{L}\p{N}.,])(?:\+|0)\d(?:[ ()/-]{0,2}\d){5,14}(?!\d)")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b(?=[\p{L}\p{N}-]*\p{L})(?=[\p{L}\p{N}-]*\p{N})[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*\b")]
    private static partial Regex Code();

    // "30cm", "24h", "3rd", "2-year" and "5-minute" are quantities, not codes.
    [GeneratedRegex(@"^\d+-?(?:st|nd|rd|th|[\p{L}]{1,2}|eur|euros?|usd|gbp|days?|weeks?|months?|years?|hours?|minutes?|percent|points?|person)$", RegexOptions.IgnoreCase)]
    private static partial Regex Glued();

    [GeneratedRegex(@"(?<![\p{L}\p{N}.,])(?:(?<before>€|\$|£|EUR|USD|GBP) ?)?(?<n>\d{1,3}(?: \d{3})+(?![\d])|\d+(?:[.,]\d+)*|\b(?:" + Numerals.Words + @")\b)(?:[ -]?(?:(?:working|business|calendar|full|whole|more) )?(?<unit>€|\$|£|%|per ?cent|[\p{L}]+))?", RegexOptions.IgnoreCase)]
    private static partial Regex Quantity();

    // "12 euros a year" is another price than "12 euros a month".
    [GeneratedRegex(@"\b(?:an?|per|every|each) (?<unit>minute|hour|day|week|month|year)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Period();

    [GeneratedRegex(@"^\s*(?:-|–|to|and|or|bis)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Range();
}
