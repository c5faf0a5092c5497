namespace AssistantLoop.Learning.DataSets.Texts;

/// <summary>
/// FNV-1a over UTF-16 code units, 64 bits (Fowler, Noll, Vo; the constants are the published ones). Unlike
/// <see cref="string.GetHashCode()"/> it is the same in every process, which equal builds need.
/// </summary>
internal static class StableHash
{
    private const ulong Prime = 1099511628211;

    public const ulong Start = 14695981039346656037;

    public static ulong Of(ReadOnlySpan<char> text, ulong from = Start)
    {
        ulong hash = from;
        foreach (char unit in text)
        {
            hash = (hash ^ unit) * Prime;
        }

        return hash;
    }

    public static ulong Add(ulong hash, ulong value)
    {
        // The multiplication alone leaves the low bits poor; one xorshift round (splitmix64's first) spreads them.
        hash = (hash ^ value) * Prime;
        return hash ^ (hash >> 29);
    }
}
