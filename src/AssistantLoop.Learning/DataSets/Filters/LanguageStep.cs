using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Filters;

/// <summary>
/// Leaves out what is clearly in a language that the business does not use: neither the commonest one nor one with the
/// rules' share. A text that does not tell its language stays.
/// </summary>
public sealed class LanguageStep(DataSetRules rules) : ISampleStep
{
    public string Name => "language";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        string?[] languages = [.. samples.Select(Of)];
        List<(string Code, int Count)> told =
        [
            .. languages.OfType<string>().CountBy(code => code).Select(pair => (pair.Key, pair.Value))
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal),
        ];
        if (told.Count < 2)
        {
            yield break;
        }

        double enough = rules.LanguageShare * told.Sum(pair => pair.Count);
        HashSet<string> own = [told[0].Code, .. told.Where(pair => pair.Count >= enough).Select(pair => pair.Code)];
        for (int at = 0; at < samples.Count; at++)
        {
            if (languages[at] is string code && !own.Contains(code))
            {
                string evidence = $"{code}; the business uses {string.Join(", ", own)}";
                yield return new(at, SampleOutcome.Dropped, "another language", evidence);
            }
        }
    }

    /// <summary>The language of a sample's question and answer.</summary>
    public static string? Of(Sample sample) => Language.Of($"{sample.Question}\n{sample.Chosen ?? sample.Rejected}");
}
