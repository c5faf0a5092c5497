using System.Security.Cryptography;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Splits;

/// <summary>
/// Which samples are held out. Whole conversations go to one side, and so do all conversations that ask the same, so nothing
/// held out was read in training. Groups come in the order of the hash of their first conversation's id, and a group is
/// held out once the groups before and it have gathered the rules' multiple of its size, so a large one is hardly ever.
/// </summary>
public static class ConversationSplit
{
    /// <summary>The ids of the samples to hold out.</summary>
    public static HashSet<Guid> HeldOut(IReadOnlyList<Sample> samples, int oneIn)
    {
        Dictionary<Guid, Guid> above = [];
        Guid Top(Guid id)
        {
            Guid top = id;
            while (above.TryGetValue(top, out Guid next) && next != top)
            {
                top = next;
            }

            // Every id on the way points to the top from here on.
            while (above.TryGetValue(id, out Guid next) && next != top)
            {
                above[id] = top;
                id = next;
            }

            return top;
        }

        Dictionary<ulong, Guid> asked = [];
        foreach (Sample sample in samples)
        {
            above.TryAdd(sample.ConversationId, sample.ConversationId);
            ulong question = StableHash.Of(Words.Joined(sample.Asked));
            if (!asked.TryAdd(question, sample.ConversationId))
            {
                Guid left = Top(sample.ConversationId), right = Top(asked[question]);
                if (left != right)
                {
                    bool first = left.CompareTo(right) < 0;
                    above[first ? right : left] = first ? left : right;
                }
            }
        }

        HashSet<Guid> heldOut = [];
        int gathered = 0;
        foreach (IGrouping<Guid, Sample> group in samples.GroupBy(sample => Top(sample.ConversationId))
            .OrderBy(group => Convert.ToHexString(SHA256.HashData(group.Key.ToByteArray())), StringComparer.Ordinal))
        {
            int size = group.Count();
            gathered += size;
            if (gathered >= oneIn * size)
            {
                gathered -= oneIn * size;
                heldOut.UnionWith(group.Select(sample => sample.Id));
            }
        }

        return heldOut;
    }
}
