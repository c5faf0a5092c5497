using System.Buffers;
using AssistantLoop.Retrieval.Index.Files;
using AssistantLoop.Retrieval.Index.Vectors;

namespace AssistantLoop.Retrieval.Index.Words;

/// <summary>
/// Finds the rows that hold any of some stems, ranked by BM25 as SQLite's FTS5 computes it (its documentation, "The
/// bm25() function"): sum over stems of idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / average length)), where f
/// counts an occurrence in the title path twice and idf = ln((N - n + 0.5) / (n + 0.5)), at least 1e-6. N and n count the
/// rows of this tenant that are not removed.
/// </summary>
internal static class WordScan
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const double LeastIdf = 1e-6;
    private const int TitleWeight = 2;

    /// <summary>The best rows, best first.</summary>
    /// <param name="state">The index, which nobody changes meanwhile.</param>
    /// <param name="stems">Each once.</param>
    /// <param name="wanted">Which rows count, 1 or 0 for each.</param>
    /// <param name="limit">How many at most.</param>
    public static IReadOnlyList<ScoredRow> Search(
        IndexState state, IReadOnlyList<string> stems, ReadOnlySpan<byte> wanted, int limit)
    {
        List<WordPostings> known = [.. stems.Select(state.PostingsOf).OfType<WordPostings>()];
        if (known.Count == 0 || state.LiveRows == 0)
        {
            return [];
        }

        double[] scores = ArrayPool<double>.Shared.Rent(state.RowCount);
        try
        {
            scores.AsSpan(0, state.RowCount).Clear();
            foreach (WordPostings postings in known)
            {
                Score(state, postings, scores);
            }

            BestRows best = new(limit);
            for (int row = 0; row < state.RowCount; row++)
            {
                if (scores[row] > 0 && scores[row] >= best.Threshold && wanted[row] != 0)
                {
                    best.Add(row, scores[row]);
                }
            }

            return best.Ranked();
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scores);
        }
    }

    private static void Score(IndexState state, WordPostings postings, double[] scores)
    {
        ReadOnlySpan<int> rows = postings.Rows;
        ReadOnlySpan<ushort> counts = postings.Counts;
        ReadOnlySpan<int> lengths = state.Lengths;
        double idf = Idf(state.LiveRows, Holding(state, rows));
        double perLength = K1 * B * state.LiveRows / state.LiveLength;
        for (int i = 0; i < rows.Length; i++)
        {
            double f = (TitleWeight * (counts[i] >> 8)) + (counts[i] & 255);
            scores[rows[i]] += idf * f * (K1 + 1) / (f + (K1 * (1 - B)) + (perLength * lengths[rows[i]]));
        }
    }

    private static double Idf(int all, int holding) =>
        Math.Max(LeastIdf, Math.Log((all - holding + 0.5) / (holding + 0.5)));

    private static int Holding(IndexState state, ReadOnlySpan<int> rows)
    {
        if (state.LiveRows == state.RowCount)
        {
            return rows.Length;
        }

        int holding = 0;
        foreach (int row in rows)
        {
            holding += state.IsLive(row) ? 1 : 0;
        }

        return holding;
    }
}
