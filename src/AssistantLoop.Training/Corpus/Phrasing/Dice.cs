namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>A small seeded generator (SplitMix64), the same on every machine and .NET version.</summary>
internal sealed class Dice(ulong state)
{
    private ulong _state = state;

    /// <summary>The generator of one sample: independent streams for each (seed, index).</summary>
    public static Dice For(ulong seed, long index) =>
        new(Mix(Mix(seed) ^ Mix(unchecked((ulong)index + 0x51_7C_C1_B7_27_22_0A_95UL))));

    public ulong Next() => Mix(_state = unchecked(_state + 0x9E_37_79_B9_7F_4A_7C_15UL));

    /// <summary>A whole number in [0, count).</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    /// <summary>A whole number in [low, high].</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public void Shuffle<T>(IList<T> items)
    {
        for (int i = items.Count - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The index of a weight, drawn in proportion to the weights.</summary>
    public int Weighted(params ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        double at = (Next() >> 11) * (1.0 / (1UL << 53)) * sum;
        for (int i = 0; i < weights.Length; i++)
        {
            at -= weights[i];
            if (at < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
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
