using AssistantLoop.Training.Embeddings;

namespace AssistantLoop.Bench;

/// <summary>Okapi BM25 (Robertson and Zaragoza 2009, equation 3.15, k1 = 1.2 and b = 0.75) over lower-case words.</summary>
internal static class Bm25
{
    private const double K1 = 1.2, B = 0.75;

    /// <summary>How well the pairs' queries find their texts by words.</summary>
    public static RetrievalScore Score(TextPair[] pairs)
    {
        Dictionary<string, int>[] texts = [.. pairs.Select(pair => Words(pair.Text).CountBy(word => word).ToDictionary())];
        Dictionary<string, int> holders = texts.SelectMany(text => text.Keys).CountBy(word => word).ToDictionary();
        int[] lengths = [.. texts.Select(text => text.Values.Sum())];
        double mean = lengths.Average();
        string[][] queries = [.. pairs.Select(pair => Words(pair.Query).Distinct().ToArray())];
        return RetrievalScore.Of([.. pairs.Select(pair => pair.Group)], (query, text) => queries[query].Sum(word =>
        {
            int count = texts[text].GetValueOrDefault(word);
            double rarity = Math.Log(1 + ((texts.Length - holders.GetValueOrDefault(word) + 0.5) / (holders.GetValueOrDefault(word) + 0.5)));
            return count == 0 ? 0 : rarity * count * (K1 + 1) / (count + (K1 * (1 - B + (B * lengths[text] / mean))));
        }));
    }

    private static string[] Words(string text) =>
        text.ToLowerInvariant().Split([.. " \t.,;:!?()[]\"'/-$>"], StringSplitOptions.RemoveEmptyEntries);
}
