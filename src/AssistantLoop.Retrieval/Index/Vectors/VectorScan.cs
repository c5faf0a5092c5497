using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AssistantLoop.Retrieval.Index.Vectors;

/// <summary>
/// Finds the rows nearest to a vector: all rows are scored in 8 bits, and the best <see cref="Candidates"/> of them, ten
/// times as many as asked for, are scored again with their floats.
/// </summary>
internal static class VectorScan
{
    /// <summary>Below so many rows a second thread costs more than it saves.</summary>
    private const int RowsPerThread = 16_384;

    /// <summary>The best rows by cosine, best first.</summary>
    /// <param name="state">The index, which nobody changes meanwhile.</param>
    /// <param name="vector">Of length 1.</param>
    /// <param name="wanted">Which rows count, 1 or 0 for each.</param>
    /// <param name="limit">How many at most.</param>
    public static IReadOnlyList<ScoredRow> Search(
        Files.IndexState state, ReadOnlySpan<float> vector, ReadOnlyMemory<byte> wanted, int limit)
    {
        if (state.Codes is not { } codes || state.Floats is not { } floats || vector.IsEmpty)
        {
            return [];
        }

        sbyte[] query = new sbyte[QuantizedVector.RowBytes(vector.Length)];
        QuantizedVector.Quantize(vector, query);
        int parts = Math.Clamp(state.RowCount / RowsPerThread, 1, Environment.ProcessorCount);
        BestRows[] found = new BestRows[parts];
        if (parts == 1)
        {
            found[0] = Scan(0);
        }
        else
        {
            Parallel.For(0, parts, part => found[part] = Scan(part));
        }

        BestRows best = new(limit);
        BestRows candidates = found[0];
        foreach (BestRows other in found.AsSpan(1))
        {
            candidates.Add(other);
        }

        foreach (ScoredRow candidate in candidates.Ranked())
        {
            best.Add(candidate.Row, TensorPrimitives.Dot(vector, MemoryMarshal.Cast<byte, float>(floats.Row(candidate.Row))));
        }

        return best.Ranked();

        BestRows Scan(int part)
        {
            int from = (int)((long)state.RowCount * part / parts);
            int to = (int)((long)state.RowCount * (part + 1) / parts);
            BestRows kept = new(Candidates(limit));
            ReadOnlySpan<float> scales = state.Scales;
            ReadOnlySpan<byte> counts = wanted.Span;
            for (int row = from; row < to; row++)
            {
                if (counts[row] == 0 || scales[row] == 0)
                {
                    continue;
                }

                double score = IntegerDot.Of(MemoryMarshal.Cast<byte, sbyte>(codes.Row(row)), query) * scales[row];
                if (score >= kept.Threshold)
                {
                    kept.Add(row, score);
                }
            }

            return kept;
        }
    }

    /// <summary>How many rows are scored again with their floats.</summary>
    private static int Candidates(int limit) => Math.Max(10 * limit, 200);
}
