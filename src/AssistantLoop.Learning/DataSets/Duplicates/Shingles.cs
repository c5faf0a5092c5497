using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Duplicates;

/// <summary>A text as the set of its pieces of five characters, over its words in lower case with one space between.</summary>
public static class Shingles
{
    private const int Length = 5;

    /// <summary>The hashes of the pieces, each once, ascending.</summary>
    public static ulong[] Of(string text)
    {
        string words = Words.Joined(text);
        if (words.Length <= Length)
        {
            return [StableHash.Of(words)];
        }

        ulong[] all = new ulong[words.Length - Length + 1];
        for (int at = 0; at < all.Length; at++)
        {
            all[at] = StableHash.Of(words.AsSpan(at, Length));
        }

        Array.Sort(all);
        int distinct = 1;
        for (int at = 1; at < all.Length; at++)
        {
            if (all[at] != all[distinct - 1])
            {
                all[distinct++] = all[at];
            }
        }

        return all[..distinct];
    }

    /// <summary>The Jaccard index of two ascending sets: what both hold over what either holds.</summary>
    public static double Jaccard(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        int shared = 0, i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            if (left[i] == right[j])
            {
                shared++;
                i++;
                j++;
            }
            else if (left[i] < right[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        int all = left.Length + right.Length - shared;
        return all == 0 ? 1 : (double)shared / all;
    }
}
