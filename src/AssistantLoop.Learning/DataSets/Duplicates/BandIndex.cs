using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Duplicates;

/// <summary>
/// Finds signatures like a given one: those equal to it in at least one band of places. Sets with Jaccard index J meet with
/// probability 1 - (1 - J^rows)^bands (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4).
/// </summary>
/// <param name="bands">Bands of a signature.</param>
/// <param name="rows">Places of a band.</param>
internal sealed class BandIndex(int bands, int rows)
{
    /// <summary>Of one band the newest this many are given, so that a mass of like texts costs no square of their number.</summary>
    private const int MostOfBand = 8;

    private readonly Dictionary<ulong, List<int>> _members = [];

    public void Add(int item, ReadOnlySpan<uint> signature, ulong shape)
    {
        for (int band = 0; band < bands; band++)
        {
            ulong key = Key(band, signature, shape);
            if (!_members.TryGetValue(key, out List<int>? members))
            {
                _members.Add(key, members = new(1));
            }

            members.Add(item);
        }
    }

    /// <summary>Items that may be alike, ascending. Only those of the same shape are.</summary>
    public SortedSet<int> Like(ReadOnlySpan<uint> signature, ulong shape)
    {
        SortedSet<int> like = [];
        for (int band = 0; band < bands; band++)
        {
            if (_members.TryGetValue(Key(band, signature, shape), out List<int>? members))
            {
                like.UnionWith(members.Skip(members.Count - MostOfBand));
            }
        }

        return like;
    }

    private ulong Key(int band, ReadOnlySpan<uint> signature, ulong shape)
    {
        ulong key = StableHash.Add(shape, (ulong)band);
        foreach (uint place in signature.Slice(band * rows, rows))
        {
            key = StableHash.Add(key, place);
        }

        return key;
    }
}
