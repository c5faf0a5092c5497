using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// Where texts lie in a flat row of tokens, one after the other without padding. No text sees another, and each counts
/// its positions from 0.
/// </summary>
internal sealed class TextLayout
{
    /// <param name="lengths">Tokens of each text, at least 1.</param>
    public TextLayout(IReadOnlyList<int> lengths)
    {
        List<(int Count, int Length)> runs = [];
        foreach (int length in lengths)
        {
            if (runs is [.., var last] && last.Length == length) runs[^1] = (last.Count + 1, length);
            else runs.Add((1, length));
        }

        Runs = runs;
        Longest = lengths.Max();
        Tokens = lengths.Sum();
    }

    /// <summary>Neighbours of one length, which attention takes together.</summary>
    public IReadOnlyList<(int Count, int Length)> Runs { get; }

    public int Longest { get; }

    public int Tokens { get; }

    /// <summary>Tokens of each run, to cut a row by.</summary>
    public long[] RunSizes => [.. Runs.Select(run => (long)run.Count * run.Length)];

    /// <summary>Where each text begins and the last one ends, [texts + 1] int32, for an operator that takes texts of
    /// many lengths at once; null where there is none.</summary>
    public Tensor? Bounds { get; init; }

    /// <summary>The bounds of texts that lie one after the other.</summary>
    public static int[] BoundsOf(IReadOnlyList<int> lengths)
    {
        int[] bounds = new int[lengths.Count + 1];
        for (int i = 0; i < lengths.Count; i++) bounds[i + 1] = bounds[i] + lengths[i];
        return bounds;
    }

    /// <summary>Each token's position in its text.</summary>
    public long[] Positions()
    {
        long[] positions = new long[Tokens];
        int at = 0;
        foreach ((int count, int length) in Runs)
            for (int i = 0; i < count * length; i++) positions[at++] = i % length;
        return positions;
    }
}
