using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>What one sample's facts share: the business, its people and places, and its products.</summary>
internal sealed class World
{
    private static readonly string[] s_currencies =
        ["euros", "euros", "euros", "pounds", "dollars", "crowns", "francs"];

    public World(Dice dice, PhraseBook phrases, bool heldOut)
    {
        Phrases = phrases;
        Names = new(phrases, heldOut);
        string word = ProperName(dice);
        Business = phrases["business"][dice.Below(phrases["business"].Count)].Render(dice, slot => slot switch
        {
            "word" => word,
            "word2" => ProperName(dice),
            _ => Words.Capital(dice.Pick(phrases[slot]).Source),
        });
        Assistant = dice.Chance(0.5) ? Names.Listed(dice, "assistants") : Names.Invented(dice);
        Domain = word.ToLowerInvariant() + dice.Pick(["", "", "shop", "online", "store"]) + ".example";
        Currency = dice.Pick(s_currencies);
        City = ProperName(dice);
        Products = [.. Enumerable.Range(0, 4).Select(_ => Product(dice))];
    }

    public PhraseBook Phrases { get; }

    public NamePool Names { get; }

    public string Business { get; }

    public string Assistant { get; }

    public string Domain { get; }

    public string Currency { get; }

    public string City { get; }

    public IReadOnlyList<string> Products { get; }

    /// <summary>An invented word or a word that serves as a name ("Kestrel").</summary>
    public string ProperName(Dice dice) => dice.Chance(0.6) ? Names.Invented(dice) : Names.Listed(dice, "namewords");

    public string Person(Dice dice) =>
        (dice.Chance(0.6) ? Names.Listed(dice, "firstnames") : Names.Invented(dice)) + " " + Names.Invented(dice);

    private string Product(Dice dice)
    {
        string name = ProperName(dice);
        string noun = dice.Pick(Phrases["nouns"]).Source;
        return dice.Below(10) switch
        {
            0 => $"{name} {dice.Between(1, 9)}00 {noun}",
            1 => $"{dice.Pick(Phrases["colour"]).Source} {name} {noun}",
            _ => $"{name} {noun}",
        };
    }
}
