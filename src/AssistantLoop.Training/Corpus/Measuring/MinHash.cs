namespace AssistantLoop.Training.Corpus.Measuring;

/// <summary>
/// Finds near duplicates by MinHash (Broder 1997) with bands (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
/// 3.4): texts that agree in all rows of a band are compared shingle by shingle. With 20 bands of 3 rows a pair of Jaccard
/// similarity 0.5 is compared with probability 1 - (1 - 0.5^3)^20 = 0.93.
/// </summary>
internal sealed class MinHash
{
    private const int Bands = 20;
    private const int Rows = 3;

    /// <summary>Texts of a bucket that a new one is compared with; more are alike among themselves.</summary>
    private const int MostCompared = 16;

    private readonly Dictionary<(int Band, ulong Key), List<int>> _buckets = [];
    private readonly List<HashSet<ulong>> _texts = [];

    /// <summary>Adds a text's shingles, hashed; whether an earlier text shares at least half of both's.</summary>
    public bool AddIsNear(HashSet<ulong> shingles)
    {
        bool near = false;
        int index = _texts.Count;
        _texts.Add(shingles);
        for (int band = 0; band < Bands; band++)
        {
            ulong key = 0;
            for (int row = 0; row < Rows; row++)
            {
                ulong least = ulong.MaxValue;
                ulong salt = Mix((ulong)((band * Rows) + row + 1));
                foreach (ulong shingle in shingles)
                {
                    least = Math.Min(least, Mix(shingle ^ salt));
                }

                key = Mix(key ^ least);
            }

            if (!_buckets.TryGetValue((band, key), out List<int>? bucket))
            {
                _buckets[(band, key)] = bucket = [];
            }

            near = near || bucket.Take(MostCompared).Any(other => Similarity(_texts[other], shingles) >= 0.5);
            bucket.Add(index);
        }

        return near;
    }

    /// <summary>Jaccard similarity: shared shingles by all shingles.</summary>
    public static double Similarity(HashSet<ulong> one, HashSet<ulong> two)
    {
        int shared = one.Count(two.Contains);
        return (double)shared / Math.Max(1, one.Count + two.Count - shared);
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF_58_47_6D_1C_E4_E5_B9UL;
            z = (z ^ (z >> 27)) * 0x94_D0_49_BB_13_31_11_EBUL;
            return z ^ (z >> 31);
        }
    }
}
