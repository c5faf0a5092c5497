namespace AssistantLoop.Retrieval.Index.Vectors;

/// <summary>Keeps the best rows of many. Of equal scores the lower row is better.</summary>
internal sealed class BestRows(int limit)
{
    private readonly PriorityQueue<ScoredRow, ScoredRow> _kept = new(limit + 1, WorstFirst.Instance);

    /// <summary>A score must be above it to be kept, or equal with a lower row.</summary>
    public double Threshold { get; private set; } = double.NegativeInfinity;

    public void Add(int row, double score)
    {
        ScoredRow scored = new(row, score);
        if (_kept.Count < limit)
        {
            _kept.Enqueue(scored, scored);
        }
        else if (score >= Threshold)
        {
            _kept.EnqueueDequeue(scored, scored);
        }

        Threshold = _kept.Count < limit ? double.NegativeInfinity : _kept.Peek().Score;
    }

    public void Add(BestRows other)
    {
        foreach ((ScoredRow scored, _) in other._kept.UnorderedItems)
        {
            Add(scored.Row, scored.Score);
        }
    }

    /// <summary>The rows kept, best first.</summary>
    public IReadOnlyList<ScoredRow> Ranked() => [.. _kept.UnorderedItems
        .Select(item => item.Element).OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Row)];

    private sealed class WorstFirst : IComparer<ScoredRow>
    {
        public static WorstFirst Instance { get; } = new();

        public int Compare(ScoredRow x, ScoredRow y)
        {
            int byScore = x.Score.CompareTo(y.Score);
            return byScore != 0 ? byScore : y.Row.CompareTo(x.Row);
        }
    }
}

/// <summary>A row with its score.</summary>
internal readonly record struct ScoredRow(int Row, double Score);
