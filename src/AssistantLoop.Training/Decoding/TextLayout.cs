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

    /// <summary>Each token's position in its text: [tokens] int64.</summary>
    public Tensor Positions()
    {
        long[] positions = new long[Tokens];
        int at = 0;
        foreach ((int count, int length) in Runs)
            for (int i = 0; i < count * length; i++) positions[at++] = i % length;
        return tensor(positions);
    }
}
