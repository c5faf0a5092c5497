namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>
/// Words as sparse vectors whose dot product, with Qdrant's modifier "idf" on the query, is BM25 (Robertson and Zaragoza,
/// The Probabilistic Relevance Framework, 2009, eq. 3.15): a passage's value of a term is
/// tf (k1 + 1) / (tf + k1 (1 - b + b length / average)), a query's is 1. Indices are hashes of the terms.
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

    /// <summary>A passage's vector.</summary>
    public static (float[] Values, uint[] Indices) OfPassage(string title, string text)
    {
        string[] titleTerms = [.. WordTerms.Of(title)];
        string[] textTerms = [.. WordTerms.Of(text)];
        double norm = K1 * (1 - B + (B * (titleTerms.Length + textTerms.Length) / AverageLength));
        var weights = titleTerms.Select(term => (Index: IndexOf(term), Count: TitleWeight))
            .Concat(textTerms.Select(term => (Index: IndexOf(term), Count: 1)))
            .GroupBy(term => term.Index, term => term.Count)
            .Select(term => (Index: term.Key, Count: term.Sum()))
            .ToArray();
        return (
            [.. weights.Select(term => (float)(term.Count * (K1 + 1) / (term.Count + norm)))],
            [.. weights.Select(term => term.Index)]);
    }

    /// <summary>A query's vector; empty where the words hold no term.</summary>
    public static (float[] Values, uint[] Indices) OfQuery(IReadOnlyList<string> words)
    {
        uint[] indices = [.. words.SelectMany(WordTerms.Of).Select(IndexOf).Distinct()];
        return ([.. indices.Select(_ => 1f)], indices);
    }

    /// <summary>FNV-1a of 32 bits over the term's UTF-16 units: the same on every node and in every version.</summary>
    internal static uint IndexOf(string term)
    {
        uint hash = 2166136261;
        foreach (char unit in term)
        {
            hash = unchecked((hash ^ unit) * 16777619);
        }

        return hash;
    }
}
