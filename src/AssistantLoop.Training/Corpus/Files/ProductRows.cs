using System.Globalization;
using System.Text.Json;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Files;

/// <summary>Makes grounded samples of a product catalogue: its descriptions and prices, asked for and cited.</summary>
internal static class ProductRows
{
    private static readonly string[] s_prices =
        ["How much is it?", "And the price?", "What does it cost?", "How much does it cost?"];

    /// <summary>A product row <c>{Brand, Model, Description, Price}</c>: name, description and price.</summary>
    public static (string Name, string Description, string Price) Parse(JsonElement row) => (
        CleanText.Line($"{row.GetProperty("Brand").GetString()} {row.GetProperty("Model").GetString()}"),
        CleanText.Sentences(row.GetProperty("Description").GetString() ?? ""),
        row.GetProperty("Price").GetDouble().ToString(CultureInfo.InvariantCulture) + " dollars");

    /// <summary>The sample of one product, with two questions.</summary>
    public static ChatSample Sample((string Name, string Description, string Price) product, Dice dice)
    {
        var world = new World(dice, CorpusTables.Embedded.Phrases, heldOut: false);
        string price = $"The {product.Name} costs {product.Price}";
        string style = world.Phrase(dice, "style.plain");
        string system = $"You are {world.Assistant}, the assistant of {world.Business}. {style}\n"
            + $"[1] {product.Name}: {product.Description} {price}.";
        string first = product.Description.Split(". ")[0].TrimEnd('.');
        return new(
        [
            new(SampleMessage.System, system),
            new(SampleMessage.User, world.Phrase(dice, "repeat.title", _ => "the " + product.Name)),
            new(SampleMessage.Assistant, $"{first} [1]."),
            new(SampleMessage.User, dice.Pick(s_prices)),
            new(SampleMessage.Assistant, $"{price} [1]."),
        ]);
    }
}
