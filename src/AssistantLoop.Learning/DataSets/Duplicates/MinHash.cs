namespace AssistantLoop.Learning.DataSets.Duplicates;

/// <summary>
/// Signatures whose share of equal places estimates the Jaccard index of two sets (Broder, On the resemblance and
/// containment of documents, 1997); the estimate's standard deviation is sqrt(J (1 - J) / places). The permutations are
/// multiply-add-shift hashes (Dietzfelbinger 1996) with fixed constants, so signatures are the same everywhere.
/// </summary>
public sealed class MinHash
{
    private readonly ulong[] _times;
    private readonly ulong[] _plus;

    /// <param name="places">The length of a signature.</param>
    public MinHash(int places)
    {
        _times = new ulong[places];
        _plus = new ulong[places];
        ulong state = 0;
        for (int place = 0; place < places; place++)
        {
            _times[place] = Next(ref state) | 1;
            _plus[place] = Next(ref state);
        }
    }

    public int Places => _times.Length;

    /// <summary>The signature of a set.</summary>
    public uint[] Of(ReadOnlySpan<ulong> set)
    {
        uint[] least = new uint[Places];
        Array.Fill(least, uint.MaxValue);
        foreach (ulong value in set)
        {
            for (int place = 0; place < least.Length; place++)
            {
                uint hash = (uint)(((value * _times[place]) + _plus[place]) >> 32);
                if (hash < least[place])
                {
                    least[place] = hash;
                }
            }
        }

        return least;
    }

    /// <summary>The estimated Jaccard index.</summary>
    public static double Similarity(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        int equal = 0;
        for (int place = 0; place < left.Length; place++)
        {
            equal += left[place] == right[place] ? 1 : 0;
        }

        return (double)equal / left.Length;
    }

    /// <summary>splitmix64 (Steele, Lea, Flood 2014), for constants alone.</summary>
    private static ulong Next(ref ulong state)
    {
        ulong mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
