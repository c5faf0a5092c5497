using System.Collections.Frozen;

namespace AssistantLoop.Learning.Triage;

/// <summary>What quantities count, and how many of the smallest unit of its family each unit is.</summary>
internal static class Units
{
    private static readonly FrozenDictionary<string, (string Family, decimal Factor)> s_units =
        new (string Family, decimal Factor, string Words)[]
        {
            ("euros", 1, "€ eur euro euros"), ("euros", 0.01m, "cent cents"),
            ("dollars", 1, "$ usd dollar dollars"), ("pounds", 1, "£ gbp pound pounds"),
            ("percent", 1, "% percent"),
            ("minutes", 1, "min mins minute minutes"), ("minutes", 60, "h hr hrs hour hours"),
            ("minutes", 1440, "day days"), ("minutes", 10080, "week weeks"),
            ("months", 1, "month months"), ("months", 12, "year years yr yrs"),
            ("millimetres", 1, "mm millimetre millimetres millimeter millimeters"),
            ("millimetres", 10, "cm centimetre centimetres centimeter centimeters"),
            ("millimetres", 1000, "m metre metres meter meters"),
            ("grams", 1, "g gram grams"), ("grams", 1000, "kg kilo kilos kilogram kilograms"),
            ("litres", 1, "l litre litres liter liters"), ("litres", 0.001m, "ml millilitre millilitres"),
            ("points", 1, "point points"), ("people", 1, "person persons people"), ("times", 1, "times"),
        }
        .SelectMany(row => row.Words.Split(' ').Select(word => (word, (row.Family, row.Factor))))
        .ToFrozenDictionary(row => row.word, row => row.Item2, StringComparer.Ordinal);

    /// <summary>The family of a unit's word and its factor; null where the word is none.</summary>
    public static (string Family, decimal Factor)? Of(string word) =>
        s_units.TryGetValue(word.ToLowerInvariant(), out var unit) ? unit : null;
}
