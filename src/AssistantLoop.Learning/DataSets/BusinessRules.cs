using System.Globalization;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Files;

namespace AssistantLoop.Learning.DataSets;

/// <summary>The rules of a business's data sets: the defaults, with what its business.yaml sets under <c>data_set</c>.</summary>
public static class BusinessRules
{
    // How near a sample may come to the suites is not among them: a business that loosens that measures its own training.
    private static readonly SortedDictionary<string, Func<DataSetRules, double, DataSetRules>> s_keys = new(StringComparer.Ordinal)
    {
        ["most_pieces"] = (rules, value) => rules with { MostPieces = Whole(value) },
        ["held_out_one_in"] = (rules, value) => rules with { HeldOutOneIn = Whole(value) },
        ["flood_at_least"] = (rules, value) => rules with { FloodAtLeast = Whole(value) },
        ["flood_times_median"] = (rules, value) => rules with { FloodTimesMedian = value },
        ["trigger_at_least"] = (rules, value) => rules with { TriggerAtLeast = Whole(value) },
        ["trigger_share"] = (rules, value) => rules with { TriggerShare = value },
        ["language_share"] = (rules, value) => rules with { LanguageShare = value },
        ["longest_answer"] = (rules, value) => rules with { LongestAnswer = Whole(value) },
        ["longest_prompt"] = (rules, value) => rules with { LongestPrompt = Whole(value) },
        ["near_duplicate"] = (rules, value) => rules with { NearDuplicate = value },
        ["most_per_visitor"] = (rules, value) => rules with { MostPerVisitor = Whole(value) },
        ["most_per_agent"] = (rules, value) => rules with { MostPerAgent = Whole(value) },
        ["label_ratio"] = (rules, value) => rules with { LabelRatio = value },
        ["variants"] = (rules, value) => rules with { Variants = Whole(value) },
    };

    /// <summary>The keys that business.yaml may have under <c>data_set</c>.</summary>
    public static IEnumerable<string> Keys => s_keys.Keys;

    /// <summary>The rules of a business.</summary>
    /// <exception cref="ContentFileException">A key is unknown, or its value is no number or out of range; names file and key.</exception>
    public static DataSetRules Of(BusinessProfile business)
    {
        DataSetRules rules = DataSetRules.Default;
        foreach ((string key, string value) in business.DataSet)
        {
            if (!s_keys.TryGetValue(key, out Func<DataSetRules, double, DataSetRules>? set))
            {
                throw Fault(key, $"there is no such rule; there are {string.Join(", ", Keys)}");
            }

            if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            {
                throw Fault(key, $"must be a number; given: {value}");
            }

            try
            {
                rules = set(rules, number).Validated();
            }
            catch (ArgumentException error)
            {
                throw Fault(key, error.Message);
            }
        }

        return rules;

        ContentFileException Fault(string key, string problem) =>
            new(Path.Combine(business.Folder, "business.yaml"), $"'data_set: {key}': {problem}");
    }

    private static int Whole(double value) => value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"must be a whole number; given: {value}"));
}
