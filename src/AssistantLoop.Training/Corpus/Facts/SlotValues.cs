using System.Globalization;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>
/// Draws a fact's slots, each once. A slot is what a kind's <c>let</c> line says, else a built-in value (product, city,
/// person, e-mail …), else a phrase of the list of that name. A digit at the end makes a second, different value.
/// </summary>
internal sealed class SlotValues(World world, Dice dice, IReadOnlyDictionary<string, string> lets)
{
    private static readonly string[] s_months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ];

    private static readonly string[] s_days =
    [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public void Preset(string slot, string value) => _values[slot] = value;

    /// <summary>The slot's value; the same at every call.</summary>
    public string Of(string slot)
    {
        if (_values.TryGetValue(slot, out string? value))
        {
            return value;
        }

        string stem = slot.TrimEnd('2', '3');
        for (int attempt = 0; attempt < 20; attempt++)
        {
            string? rule = lets.GetValueOrDefault(slot) ?? lets.GetValueOrDefault(stem);
            value = Draw(rule ?? stem);
            if (stem == slot || !_values.Any(known => IsTwin(known.Key, stem) && known.Value == value))
            {
                break;
            }
        }

        return _values[slot] = value!;
    }

    private string Draw(string rule)
    {
        string[] words = rule.Split(' ');
        return words[0] switch
        {
            "int" => Whole(words),
            "money" => Money(words[1], 0.5),
            "tenth" => Decimal(words[1]),
            "some" => Some(words[1], Range(words[2])),
            "one" => Template.Parse($"({rule[4..]})").Render(dice, Of),
            "business" => world.Business,
            "assistant" => world.Assistant,
            "domain" => world.Domain,
            "currency" => world.Currency,
            "town" => world.City,
            "product" => dice.Pick(world.Products),
            "noun" => dice.Pick(world.Phrases["nouns"]).Source,
            "name" => world.ProperName(dice),
            "city" => world.ProperName(dice),
            "person" => world.Person(dice),
            "first" => world.Names.Listed(dice, "firstnames"),
            "email" => Mailbox() + "@" + world.Domain,
            "phone" => Phone(),
            "street" => $"{dice.Between(1, 199)} {world.ProperName(dice)} {dice.Pick(world.Phrases["streets"]).Source}",
            "code" => Code(),
            "date" => $"{dice.Between(1, 28)} {dice.Pick(s_months)}",
            "month" => dice.Pick(s_months),
            "day" => dice.Pick(s_days),
            "am" => Clock(6, 11, "am"),
            "pm" => Clock(1, 10, "pm"),
            "year" => dice.Between(1890, 2024).ToString(CultureInfo.InvariantCulture),
            _ => dice.Pick(world.Phrases[rule]).Render(dice, Of),
        };
    }

    private static bool IsTwin(string slot, string stem) => slot.StartsWith(stem, StringComparison.Ordinal);

    private static (int Low, int High) Range(string text)
    {
        string[] ends = text.Split("..");
        return (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[1], CultureInfo.InvariantCulture));
    }

    private string Whole(string[] words)
    {
        (int low, int high) = Range(words[1]);
        int step = words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 1;
        return (low + (dice.Below(((high - low) / step) + 1) * step)).ToString(CultureInfo.InvariantCulture);
    }

    private string Money(string range, double whole)
    {
        (int low, int high) = Range(range);
        int amount = dice.Between(low, high);
        string cents = dice.Chance(whole) ? "" : "." + dice.Pick(["50", "90", "99", "95", "20", "25", "75", "40"]);
        return amount.ToString(CultureInfo.InvariantCulture) + cents + " " + world.Currency;
    }

    private string Decimal(string range)
    {
        (int low, int high) = Range(range);
        string whole = dice.Between(low, high).ToString(CultureInfo.InvariantCulture);
        return dice.Chance(0.5) ? whole : whole + "." + dice.Between(1, 9).ToString(CultureInfo.InvariantCulture);
    }

    private string Some(string list, (int Low, int High) range)
    {
        int wanted = dice.Between(range.Low, range.High);
        List<string> items = [];
        for (int attempt = 0; items.Count < wanted && attempt < 50; attempt++)
        {
            string item = Draw(list);
            if (!items.Contains(item))
            {
                items.Add(item);
            }
        }

        return Words.Join(items);
    }

    private string Clock(int low, int high, string half)
    {
        string minutes = dice.Pick(["", "", "", ":30", ":15", ":45"]);
        return dice.Between(low, high).ToString(CultureInfo.InvariantCulture) + minutes + " " + half;
    }

    private string Mailbox() => dice.Chance(0.6)
        ? dice.Pick(world.Phrases["mailboxes"]).Source
        : world.Names.Invented(dice).ToLowerInvariant();

    private string Phone()
    {
        string Digits(int count) =>
            string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + dice.Below(10))));
        return dice.Below(3) switch
        {
            0 => $"0{Digits(3)} {Digits(3)} {Digits(3)}",
            1 => $"{Digits(3)}-{Digits(3)}-{Digits(4)}",
            _ => $"0{Digits(4)} {Digits(5)}",
        };
    }

    private string Code()
    {
        string Letters(int count) =>
            string.Concat(Enumerable.Range(0, count).Select(_ => (char)('A' + dice.Below(26))));
        return dice.Below(3) switch
        {
            0 => Letters(2) + dice.Between(10, 999).ToString(CultureInfo.InvariantCulture),
            1 => Letters(2) + "-" + dice.Between(1000, 9999).ToString(CultureInfo.InvariantCulture),
            _ => world.Names.Invented(dice).ToUpperInvariant() + dice.Pick(["5", "10", "15", "20", "25"]),
        };
    }
}
