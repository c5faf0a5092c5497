namespace Microsoft.ML.Tokenizers;

/// <summary>The merges of a vocabulary, lowest rank first. Thread-safe.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<long, (int Rank, int Id)> _merges = [];

    public void Add(int left, int right, int rank, int id) => _merges.Add(Key(left, right), (rank, id));

    /// <summary>
    /// Merges neighbours in place, always the pair of lowest rank and of these the leftmost, until none is left.
    /// Returns how many symbols remain; <paramref name="lengths"/> are summed along.
    /// O(n log n) in the number of symbols.
    /// </summary>
    public int Merge(Span<int> ids, Span<int> lengths)
    {
        int count = ids.Length;
        if (count < 2)
        {
            return count;
        }

        int[] previous = new int[count];
        int[] next = new int[count];
        PriorityQueue<Candidate, long> queue = new(count);
        for (int i = 0; i < count; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1;
            Enqueue(queue, ids, i, i + 1);
        }

        while (queue.TryDequeue(out Candidate pair, out _))
        {
            if (ids[pair.Left] != pair.LeftId || next[pair.Left] != pair.Right || ids[pair.Right] != pair.RightId)
            {
                continue;
            }

            ids[pair.Left] = pair.MergedId;
            ids[pair.Right] = -1;
            lengths[pair.Left] += lengths[pair.Right];
            int after = next[pair.Right];
            next[pair.Left] = after;
            if (after < count)
            {
                previous[after] = pair.Left;
                Enqueue(queue, ids, pair.Left, after);
            }

            if (previous[pair.Left] >= 0)
            {
                Enqueue(queue, ids, previous[pair.Left], pair.Left);
            }
        }

        int kept = 0;
        for (int i = 0; i < count; i = next[i])
        {
            ids[kept] = ids[i];
            lengths[kept++] = lengths[i];
        }

        return kept;
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    private void Enqueue(PriorityQueue<Candidate, long> queue, ReadOnlySpan<int> ids, int left, int right)
    {
        if (right < ids.Length && _merges.TryGetValue(Key(ids[left], ids[right]), out (int Rank, int Id) merge))
        {
            queue.Enqueue(new Candidate(left, right, ids[left], ids[right], merge.Id), Key(merge.Rank, left));
        }
    }

    private readonly record struct Candidate(int Left, int Right, int LeftId, int RightId, int MergedId);
}
