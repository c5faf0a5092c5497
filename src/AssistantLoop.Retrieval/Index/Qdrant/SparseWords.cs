using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>
/// Stems as sparse vectors whose dot product, with Qdrant's modifier "idf" on the query, is BM25 (Robertson and Zaragoza,
/// The Probabilistic Relevance Framework, 2009, eq. 3.15): a passage's value of a stem is
/// tf (k1 + 1) / (tf + k1 (1 - b + b length / average)), a query's is 1. Indices are hashes of the stems.
/// </summary>
internal static class SparseWords
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    /// <summary>A word in a heading counts as this many in the text.</summary>
    private const int TitleWeight = 2;

    /// <summary>
    /// The length of a passage that is neither long nor short, in words. Fixed, so that a passage's vector is its own and
    /// need not change when others come or go.
    /// </summary>
    private const double AverageLength = 50;

    /// <summary>A passage's vector. Stems that share a hash count as one.</summary>
    public static (float[] Values, uint[] Indices) OfPassage(IReadOnlyList<StemCount> stems)
    {
        double norm = K1 * (1 - B + (B * stems.Sum(stem => stem.InTitle + stem.InText) / AverageLength));
        (uint Index, int Count)[] weights =
        [
            .. stems.GroupBy(stem => IndexOf(stem.Stem), stem => (TitleWeight * stem.InTitle) + stem.InText)
                .Select(same => (same.Key, same.Sum())),
        ];
        return (
            [.. weights.Select(stem => (float)(stem.Count * (K1 + 1) / (stem.Count + norm)))],
            [.. weights.Select(stem => stem.Index)]);
    }

    /// <summary>A query's vector; empty where there is no stem.</summary>
    public static (float[] Values, uint[] Indices) OfQuery(IReadOnlyList<string> stems)
    {
        uint[] indices = [.. stems.Select(IndexOf).Distinct()];
        return ([.. indices.Select(_ => 1f)], indices);
    }

    /// <summary>FNV-1a of 32 bits over the stem's UTF-16 units: the same on every node and in every version.</summary>
    internal static uint IndexOf(string stem)
    {
        uint hash = 2166136261;
        foreach (char unit in stem)
        {
            hash = unchecked((hash ^ unit) * 16777619);
        }

        return hash;
    }
}
