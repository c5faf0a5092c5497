using System.Globalization;

namespace AssistantLoop.Training.Embeddings;

/// <summary>How well queries find their texts among all texts of a source.</summary>
/// <param name="Recall1">Share of the queries whose first text is of their group.</param>
/// <param name="Recall5">The same for the first five.</param>
/// <param name="Recall10">The same for the first ten.</param>
/// <param name="Mrr">Mean of 1 / rank of the first text of the query's group.</param>
/// <param name="Queries">How many queries.</param>
public sealed record RetrievalScore(double Recall1, double Recall5, double Recall10, double Mrr, int Queries)
{
    /// <summary>Scores of a source whose text i belongs to query i, or to any other query of its group.</summary>
    /// <param name="groups">Of each pair.</param>
    /// <param name="score">Of query i and text j; more is better.</param>
    public static RetrievalScore Of(IReadOnlyList<long> groups, Func<int, int, double> score)
    {
        int[] ranks = new int[groups.Count];
        for (int query = 0; query < ranks.Length; query++)
        {
            double[] scores = [.. Enumerable.Range(0, ranks.Length).Select(text => score(query, text))];
            double right = Enumerable.Range(0, ranks.Length).Where(text => groups[text] == groups[query]).Max(text => scores[text]);
            // Of equal scores the wrong ones come first, so that a scorer that knows nothing gains nothing.
            ranks[query] = 1 + Enumerable.Range(0, ranks.Length)
                .Count(text => groups[text] != groups[query] && scores[text] >= right);
        }

        return new(Within(ranks, 1), Within(ranks, 5), Within(ranks, 10), Mean(ranks.Select(rank => 1.0 / rank)), ranks.Length);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"recall@1 {Recall1:P1}, @5 {Recall5:P1}, @10 {Recall10:P1}, MRR {Mrr:0.000} of {Queries}");

    private static double Within(int[] ranks, int most) => Mean(ranks.Select(rank => rank <= most ? 1.0 : 0));

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(0).Average();
}
