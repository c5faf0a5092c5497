using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Losses;

namespace AssistantLoop.Training.Packing;

/// <summary>Texts one a row, filled up on the right, where no token of theirs looks.</summary>
public static class PaddedBatch
{
    /// <summary>A batch in which the tokens that the assistant wrote count 1 and all others nothing.</summary>
    public static TokenBatch Of(IReadOnlyList<EncodedChat> chats)
    {
        int length = chats.Max(chat => chat.Ids.Length);
        long[] ids = new long[chats.Count * length];
        float[] weights = new float[ids.Length];
        for (int row = 0; row < chats.Count; row++)
        {
            for (int i = 0; i < chats[row].Ids.Length; i++)
            {
                ids[(row * length) + i] = chats[row].Ids[i];
                weights[(row * length) + i] = i > 0 && chats[row].Trainable[i] ? 1 : 0;
            }
        }

        return new TokenBatch(chats.Count, length, ids, weights, new long[ids.Length]);
    }

    /// <summary>All texts, the long ones first, in batches of at most <paramref name="tokens"/> with padding.</summary>
    public static IReadOnlyList<TokenBatch> Sorted(IEnumerable<EncodedChat> chats, int tokens)
    {
        List<TokenBatch> batches = [];
        List<EncodedChat> rows = [];
        foreach (EncodedChat chat in chats.OrderByDescending(chat => chat.Ids.Length))
        {
            if (rows.Count > 0 && (rows.Count + 1) * rows[0].Ids.Length > tokens)
            {
                batches.Add(Of(rows));
                rows.Clear();
            }

            rows.Add(chat);
        }

        if (rows.Count > 0) batches.Add(Of(rows));
        return batches;
    }
}
