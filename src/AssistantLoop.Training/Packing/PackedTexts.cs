using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Losses;

namespace AssistantLoop.Training.Packing;

/// <summary>Texts laid out in passes without padding.</summary>
public static class PackedTexts
{
    /// <summary>A batch in which the tokens that the assistant wrote count 1 and all others nothing.</summary>
    public static TokenBatch Of(IReadOnlyList<EncodedChat> chats)
    {
        float[] weights = [.. chats.SelectMany(chat => chat.Trainable.Select((yes, i) => i > 0 && yes ? 1f : 0))];
        return new TokenBatch(
            [.. chats.SelectMany(chat => chat.Ids).Select(id => (long)id)], weights, [.. chats.Select(Length)]);
    }

    /// <summary>All texts in passes of at most <paramref name="tokens"/>; a longer text has a pass of its own.</summary>
    public static IReadOnlyList<TokenBatch> InPasses(IEnumerable<EncodedChat> chats, int tokens) =>
        [.. BestFit([.. chats], Length, tokens).Select(Of)];

    /// <summary>
    /// Best fit, the long ones first (Johnson 1973): each item goes to the pass that it fills most among those it still
    /// fits. Equal lengths come to lie side by side.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<T>> BestFit<T>(IReadOnlyList<T> items, Func<T, int> size, int room)
    {
        List<(List<T> Items, int Left)> passes = [];
        foreach (T item in items.OrderByDescending(size))
        {
            int wanted = size(item), best = -1;
            for (int i = 0; i < passes.Count; i++)
                if (passes[i].Left >= wanted && (best < 0 || passes[i].Left < passes[best].Left)) best = i;
            if (best < 0) passes.Add(([item], room - wanted));
            else
            {
                passes[best].Items.Add(item);
                passes[best] = (passes[best].Items, passes[best].Left - wanted);
            }
        }

        return [.. passes.Select(pass => pass.Items)];
    }

    private static int Length(EncodedChat chat) => chat.Ids.Length;
}
