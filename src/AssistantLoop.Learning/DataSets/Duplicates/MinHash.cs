using System.Numerics;

namespace AssistantLoop.Learning.DataSets.Duplicates;

/// <summary>
/// Signatures whose share of equal places estimates the Jaccard index of two sets (Broder, On the resemblance and
/// containment of documents, 1997); the estimate's standard deviation is sqrt(J (1 - J) / places). A permutation of the 32-bit
/// numbers is x -> a x + b with odd a, as MinHash needs only which value comes first; constants are fixed, so signatures
/// are the same everywhere.
/// </summary>
public sealed class MinHash
{
    private readonly uint[] _times;
    private readonly uint[] _plus;

    /// <param name="places">The length of a signature.</param>
    public MinHash(int places)
    {
        _times = new uint[places];
        _plus = new uint[places];
        ulong state = 0;
        for (int place = 0; place < places; place++)
        {
            _times[place] = (uint)Next(ref state) | 1;
            _plus[place] = (uint)Next(ref state);
        }
    }

    public int Places => _times.Length;

    /// <summary>The signature of a set.</summary>
    public uint[] Of(ReadOnlySpan<ulong> set)
    {
        uint[] least = new uint[Places];
        Array.Fill(least, uint.MaxValue);
        int wide = Places - (Places % Vector<uint>.Count);
        foreach (ulong value in set)
        {
            uint mixed = (uint)(value ^ (value >> 32));
            Vector<uint> many = new(mixed);
            for (int place = 0; place < wide; place += Vector<uint>.Count)
            {
                Vector<uint> hash = (many * new Vector<uint>(_times, place)) + new Vector<uint>(_plus, place);
                Vector.Min(hash, new Vector<uint>(least, place)).CopyTo(least, place);
            }

            for (int place = wide; place < least.Length; place++)
            {
                least[place] = Math.Min(least[place], (mixed * _times[place]) + _plus[place]);
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
