using System.Globalization;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>
/// Draws a fact's slots, each once. A slot is what a kind's <c>let</c> line says, else a built-in value (product, city,
/// person, e-mail …), else a phrase of the list of that name. A digit at the end makes a second, different value.
/// </summary>
internal sealed class SlotValues(World world, Dice dice, IReadOnlyDictionary<string, SlotRule> lets)
{
    private static readonly string[] s_cents = ["50", "90", "99", "95", "20", "25", "75", "40", "05", "80", "15", "49"];

    private static readonly Dictionary<string, SlotRule> s_none = [];

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
            SlotRule? rule = lets.GetValueOrDefault(slot) ?? lets.GetValueOrDefault(stem);
            value = rule is null ? Named(stem) : Draw(rule);
            if (stem == slot || !_values.Any(known => IsTwin(known.Key, stem) && known.Value == value))
            {
                break;
            }
        }

        return _values[slot] = value!;
    }

    private string Draw(SlotRule rule) => rule.Word switch
    {
        "int" => Text(rule.Low + (dice.Below(((rule.High - rule.Low) / rule.Step) + 1) * rule.Step)),
        "money" => Money(rule),
        "tenth" => Decimal(rule),
        "some" => Some(rule),
        "one" => rule.Choice!.Render(dice, Of),
        _ => Named(rule.Word),
    };

    private string Named(string word) => word switch
    {
        "business" => world.Business,
        "assistant" => world.Assistant,
        "domain" => world.Domain,
        "currency" => world.Currency,
        "town" => world.City,
        "product" => dice.Pick(world.Products),
        "noun" => dice.Pick(world.Phrases("nouns")).Source,
        "name" => world.ProperName(dice),
        "city" => world.ProperName(dice),
        "person" => world.Person(dice),
        "first" => world.Names.Listed(dice, "firstnames"),
        "email" => Marks.Email(world, dice),
        "phone" => Marks.Phone(dice),
        "street" => Marks.Street(world, dice),
        "code" => Marks.Code(world, dice),
        "ordernumber" => Marks.OrderNumber(dice),
        "page" => Marks.Page(world, dice),
        "date" => Marks.Date(dice),
        "month" => Marks.Month(dice),
        "day" => Marks.Day(dice),
        "am" => Marks.Clock(dice, 6, 11, "am"),
        "pm" => Marks.Clock(dice, 1, 10, "pm"),
        "year" => Text(dice.Between(1890, 2024)),
        // A phrase of a list draws slots of its own: "the {quality} {stuff}" is another thing each time.
        _ => dice.Pick(world.Phrases(word)).Render(dice, new SlotValues(world, dice, s_none).Of),
    };

    private static bool IsTwin(string slot, string stem) => slot.StartsWith(stem, StringComparison.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Money(SlotRule rule)
    {
        string amount = Text(dice.Between(rule.Low, rule.High));
        string cents = dice.Chance(0.5) ? "" : "." + dice.Pick(s_cents);
        return amount + cents + " " + world.Currency;
    }

    private string Decimal(SlotRule rule)
    {
        string whole = Text(dice.Between(rule.Low, rule.High));
        return dice.Chance(0.5) ? whole : whole + "." + Text(dice.Between(1, 9));
    }

    private string Some(SlotRule rule)
    {
        int wanted = dice.Between(rule.Low, rule.High);
        List<string> items = [];
        for (int attempt = 0; items.Count < wanted && attempt < 50; attempt++)
        {
            string item = Draw(rule.List!);
            if (!items.Contains(item))
            {
                items.Add(item);
            }
        }

        return Words.Join(items);
    }
}
