namespace AssistantLoop.Retrieval.Index.Words;

/// <summary>The rows that hold a stem, in order, with how often.</summary>
internal sealed class WordPostings
{
    private int[] _rows = [];
    private ushort[] _counts = [];

    /// <summary>How many rows hold it, removed ones among them.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Occurrences: those in the title path * 256 + those in the text, each 255 at most.</summary>
    public ReadOnlySpan<ushort> Counts => _counts.AsSpan(0, Count);

    /// <summary>Occurrences as <see cref="Counts"/> has them.</summary>
    public static ushort Packed(int inTitle, int inText) =>
        (ushort)((Math.Min(inTitle, 255) << 8) | Math.Min(inText, 255));

    /// <summary>Adds rows, which come after those that are there.</summary>
    public void Append(ReadOnlySpan<int> rows, ReadOnlySpan<ushort> counts)
    {
        int count = Count + rows.Length;
        if (count > _rows.Length)
        {
            int length = Math.Max(count, Count + (Count / 2));
            Array.Resize(ref _rows, length);
            Array.Resize(ref _counts, length);
        }

        rows.CopyTo(_rows.AsSpan(Count));
        counts.CopyTo(_counts.AsSpan(Count));
        Count = count;
    }
}
