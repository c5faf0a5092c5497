using System.Runtime.CompilerServices;

namespace AssistantLoop.Retrieval.Index.Words;

/// <summary>The rows that hold a stem, in order, with how often.</summary>
internal sealed class WordPostings
{
    private int[] _rows = new int[2];
    private ushort[] _counts = new ushort[2];

    /// <summary>How many rows hold it, removed ones among them.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Occurrences: those in the title path * 256 + those in the text, each 255 at most.</summary>
    public ReadOnlySpan<ushort> Counts => _counts.AsSpan(0, Count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int row, int inTitle, int inText)
    {
        if (Count == _rows.Length)
        {
            int length = Math.Max(4, Count + (Count / 2));
            Array.Resize(ref _rows, length);
            Array.Resize(ref _counts, length);
        }

        _rows[Count] = row;
        _counts[Count] = (ushort)((Math.Min(inTitle, 255) << 8) | Math.Min(inText, 255));
        Count++;
    }
}
