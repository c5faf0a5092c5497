using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AssistantLoop.Retrieval.Index.Words;

/// <summary>
/// Postings as they are replayed, row by row, on their way to the lists of their stems. They are sorted by stem here, some
/// at a time, since to add each at the end of its own list touches memory all over the place: with it, a new process
/// answers its first search over 100,000 passages in about three quarters of the time.
/// </summary>
/// <param name="postings">The list of each stem by its number; may grow meanwhile.</param>
/// <param name="most">More will not come; bounds the memory.</param>
internal sealed class PostingsBuffer(List<WordPostings> postings, long most)
{
    private const int MostHeld = 1 << 18;

    private readonly int[] _stems = new int[Math.Min(most, MostHeld)];
    private readonly int[] _rows = new int[Math.Min(most, MostHeld)];
    private readonly ushort[] _counts = new ushort[Math.Min(most, MostHeld)];
    private readonly int[] _sortedRows = new int[Math.Min(most, MostHeld)];
    private readonly ushort[] _sortedCounts = new ushort[Math.Min(most, MostHeld)];
    private int _held;

    /// <summary>Takes one over. It is in its list after <see cref="Flush"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int stem, int row, int inTitle, int inText)
    {
        if (_held == _stems.Length)
        {
            Flush();
        }

        _stems[_held] = stem;
        _rows[_held] = row;
        _counts[_held++] = WordPostings.Packed(inTitle, inText);
    }

    /// <summary>Moves what is held to the lists. Rows stay in the order in which they came.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Flush()
    {
        ReadOnlySpan<int> stems = _stems.AsSpan(0, _held);
        int[] ends = new int[postings.Count];
        foreach (int stem in stems)
        {
            ends[stem]++;
        }

        int before = 0;
        for (int stem = 0; stem < ends.Length; stem++)
        {
            (ends[stem], before) = (before, before + ends[stem]);
        }

        for (int i = 0; i < stems.Length; i++)
        {
            int to = ends[stems[i]]++;
            _sortedRows[to] = _rows[i];
            _sortedCounts[to] = _counts[i];
        }

        ReadOnlySpan<WordPostings> lists = CollectionsMarshal.AsSpan(postings);
        for (int stem = 0, start = 0; stem < ends.Length; start = ends[stem++])
        {
            if (ends[stem] > start)
            {
                lists[stem].Append(_sortedRows.AsSpan(start..ends[stem]), _sortedCounts.AsSpan(start..ends[stem]));
            }
        }

        _held = 0;
    }
}
