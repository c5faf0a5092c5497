namespace AssistantLoop.Evaluation.Comparison;

/// <summary>
/// Seeded numbers by SplitMix64 (Steele, Lea and Flood 2014): the same everywhere and at every run, and quick enough for
/// a hundred million draws.
/// </summary>
internal struct Draws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Seeds by a text (FNV-1a, 64 bits).</summary>
    public static Draws From(string text) =>
        new(text.Aggregate(14695981039346656037, (hash, letter) => (hash ^ letter) * 1099511628211));

    public ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);
}
