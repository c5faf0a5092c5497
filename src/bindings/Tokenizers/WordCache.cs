using System.Collections.Concurrent;

namespace Microsoft.ML.Tokenizers;

/// <summary>
/// Ids of words seen before. Starts anew when full, so it follows the texts of the day. Thread-safe.
/// </summary>
internal sealed class WordCache
{
    private const int Capacity = 1 << 16;
    private const int LongestWord = 32;

    private volatile Generation _generation = new();

    public bool TryGet(ReadOnlySpan<char> word, out int[] ids)
    {
        bool found = _generation.Words.TryGetValue(word, out int[]? kept);
        ids = kept ?? [];
        return found;
    }

    public void Add(ReadOnlySpan<char> word, int[] ids)
    {
        if (word.Length > LongestWord)
        {
            return;
        }

        Generation generation = _generation;
        if (Interlocked.Increment(ref generation.Count) > Capacity)
        {
            _generation = generation = new Generation();
        }

        generation.Words.TryAdd(word, ids);
    }

    private sealed class Generation
    {
        public int Count;

        public Generation() => Words = new ConcurrentDictionary<string, int[]>(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

        public ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> Words { get; }
    }
}
