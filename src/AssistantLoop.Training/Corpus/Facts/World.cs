using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>What one sample's facts share: the business, its people and places, and its products.</summary>
internal sealed class World
{
    private static readonly string[] s_currencies =
        ["euros", "euros", "euros", "pounds", "dollars", "crowns", "francs", "EUR", "USD"];

    private static readonly string[] s_suffixes = ["", "", "shop", "online", "store", "-group", "24"];

    private readonly PhraseBook _phrases;

    public World(Dice dice, PhraseBook phrases, bool heldOut)
    {
        (_phrases, HeldOut) = (phrases, heldOut);
        Names = new(phrases, heldOut);
        string word = ProperName(dice);
        Business = dice.Pick(Phrases("business")).Render(dice, slot => slot switch
        {
            "word" => word,
            "word2" => ProperName(dice),
            _ => Words.Capital(dice.Pick(Phrases(slot)).Source),
        });
        Assistant = dice.Chance(0.4) ? Names.Listed(dice, "assistants") : Names.Invented(dice);
        Domain = NamePool.Ascii(word).ToLowerInvariant() + dice.Pick(s_suffixes) + ".example";
        Currency = dice.Pick(s_currencies);
        City = ProperName(dice);
        Products = [Product(dice), Product(dice), Product(dice), Product(dice)];
    }

    /// <summary>Whether this world is for samples that training never sees.</summary>
    public bool HeldOut { get; }

    public NamePool Names { get; }

    public string Business { get; }

    public string Assistant { get; }

    public string Domain { get; }

    public string Currency { get; }

    public string City { get; }

    public IReadOnlyList<string> Products { get; }

    /// <summary>A list's phrases in this world's pool.</summary>
    public IReadOnlyList<Template> Phrases(string list) => _phrases.Of(list, HeldOut);

    /// <summary>Draws a phrase of a list; slots are the world's own names, else words of the list of that name.</summary>
    public string Phrase(Dice dice, string list, Func<string, string?>? slot = null) =>
        dice.Pick(Phrases(list)).Render(dice, name => slot?.Invoke(name) ?? name switch
        {
            "assistant" => Assistant,
            "business" => Business,
            "name" => ProperName(dice),
            "first" => Names.Listed(dice, "firstnames"),
            "person" => Person(dice),
            "product" => dice.Pick(Products),
            "noun" => dice.Pick(Phrases("nouns")).Source,
            "city" => ProperName(dice),
            "code" => Marks.Code(this, dice),
            "email" => Marks.Email(this, dice),
            "day" => Marks.Day(dice),
            "date" => Marks.Date(dice),
            "number" => Marks.Digits(dice, dice.Between(4, 7)),
            "small" => dice.Between(2, 40).ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => Phrase(dice, name, slot),
        });

    /// <summary>An invented word or a word that serves as a name ("Kestrel").</summary>
    public string ProperName(Dice dice) => dice.Chance(0.65) ? Names.Invented(dice) : Names.Listed(dice, "namewords");

    public string Person(Dice dice) =>
        (dice.Chance(0.6) ? Names.Listed(dice, "firstnames") : Names.Invented(dice)) + " " + Names.Invented(dice);

    private string Product(Dice dice)
    {
        string name = ProperName(dice);
        string noun = dice.Pick(Phrases("nouns")).Source;
        return dice.Below(12) switch
        {
            0 => $"{name} {dice.Between(1, 9)}00 {noun}",
            1 => $"{dice.Pick(Phrases("colour")).Source} {name} {noun}",
            2 => $"{name} {Marks.Code(this, dice)}",
            3 => $"{dice.Pick(Phrases("colour")).Source} {noun}",
            _ => $"{name} {noun}",
        };
    }
}
