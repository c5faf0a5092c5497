using System.Globalization;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Compares two products' prices.</summary>
internal static class Comparison
{
    public static DrawnTurn Of((int Number, Fact Fact) one, (int Number, Fact Fact) two, CorpusTables tables, Dice dice)
    {
        (string Price, double Amount) first = PriceOf(one.Fact, dice);
        (string Price, double Amount) second = PriceOf(two.Fact, dice);
        bool which = first.Amount != second.Amount && dice.Chance(0.5);
        string question = dice.Pick(tables.Phrases[which ? "compare.cheaper" : "compare.both"])
            .Render(dice, slot => slot == "a" ? one.Fact.Key : two.Fact.Key);
        string both = $"the {one.Fact.Key} costs {first.Price} [{one.Number}]"
            + $" and the {two.Fact.Key} costs {second.Price} [{two.Number}]";
        string cheaper = first.Amount < second.Amount ? one.Fact.Key : two.Fact.Key;
        string answer = which ? $"The {cheaper} is cheaper: {both}." : Words.Capital(both) + ".";
        return new(TurnKind.MultiFact, Words.Capital(question), answer)
        {
            Values = [(first.Price, one.Number), (second.Price, two.Number)],
        };
    }

    private static (string Price, double Amount) PriceOf(Fact fact, Dice dice)
    {
        string price = fact.Ask(dice, follow: false).Value;
        return (price, double.Parse(price.Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
