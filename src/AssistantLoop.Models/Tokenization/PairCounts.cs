namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// How often each two neighbouring symbols occur in the words of a corpus, kept up to date from merge to merge: only
/// the words that hold the merged pair are visited.
/// </summary>
internal sealed class PairCounts
{
    private readonly int[][] _words;
    private readonly long[] _counts;
    private readonly Dictionary<SymbolPair, Occurrences> _pairs = [];
    private readonly HashSet<SymbolPair> _fresh = [];

    // Counts in the queue may be too high, as a pair's count falls when neighbours are merged: checked at the head.
    private readonly PriorityQueue<(SymbolPair Pair, long Count), (long, int, int)> _queue = new();

    /// <param name="words">Each word's symbols, and how often it occurs.</param>
    public PairCounts(IReadOnlyCollection<(int[] Symbols, long Count)> words)
    {
        _words = new int[words.Count][];
        _counts = new long[words.Count];
        int at = 0;
        foreach ((int[] symbols, long count) in words)
        {
            _words[at] = symbols;
            _counts[at] = count;
            AddPairs(at++, sign: 1, onlyWith: null);
        }

        foreach (SymbolPair pair in _pairs.Keys)
        {
            Enqueue(pair);
        }
    }

    /// <summary>
    /// The pair that occurs most, of several the one with the lower ids; null where none occurs twice.
    /// </summary>
    public SymbolPair? MostFrequent()
    {
        while (_queue.TryDequeue(out (SymbolPair Pair, long Count) top, out _))
        {
            long count = _pairs[top.Pair].Count;
            if (count == top.Count && count >= 2)
            {
                return top.Pair;
            }

            if (count != top.Count)
            {
                Enqueue(top.Pair);
            }
        }

        return null;
    }

    /// <summary>Replaces the pair by a new symbol in every word.</summary>
    public void Merge(SymbolPair pair, int symbol)
    {
        foreach (int word in _pairs[pair].Words)
        {
            if (Replace(_words[word], pair, symbol) is { } merged)
            {
                AddPairs(word, sign: -1, onlyWith: null);
                _words[word] = merged;
                AddPairs(word, sign: 1, onlyWith: symbol);
            }
        }

        foreach (SymbolPair changed in _fresh)
        {
            Enqueue(changed);
        }

        _fresh.Clear();
    }

    private void AddPairs(int word, int sign, int? onlyWith)
    {
        int[] symbols = _words[word];
        for (int i = 0; i + 1 < symbols.Length; i++)
        {
            SymbolPair pair = new(symbols[i], symbols[i + 1]);
            if (!_pairs.TryGetValue(pair, out Occurrences? occurrences))
            {
                _pairs[pair] = occurrences = new Occurrences();
            }

            occurrences.Count += sign * _counts[word];
            bool holdsSymbol = pair.Left == onlyWith || pair.Right == onlyWith;
            if (sign > 0 && (onlyWith is null || holdsSymbol))
            {
                occurrences.Words.Add(word);
                if (holdsSymbol)
                {
                    _fresh.Add(pair);
                }
            }
        }
    }

    private void Enqueue(SymbolPair pair)
    {
        long count = _pairs[pair].Count;
        if (count >= 2)
        {
            _queue.Enqueue((pair, count), (-count, pair.Left, pair.Right));
        }
    }

    private static int[]? Replace(int[] symbols, SymbolPair pair, int symbol)
    {
        List<int>? replaced = null;
        for (int i = 0; i < symbols.Length; i++)
        {
            if (i + 1 < symbols.Length && symbols[i] == pair.Left && symbols[i + 1] == pair.Right)
            {
                replaced ??= [.. symbols[..i]];
                replaced.Add(symbol);
                i++;
            }
            else
            {
                replaced?.Add(symbols[i]);
            }
        }

        return replaced?.ToArray();
    }

    /// <summary>The words that may hold a pair, some of them twice or no longer.</summary>
    private sealed class Occurrences
    {
        public long Count { get; set; }

        public List<int> Words { get; } = [];
    }
}

/// <summary>Two neighbouring symbols, by id.</summary>
internal readonly record struct SymbolPair(int Left, int Right);
