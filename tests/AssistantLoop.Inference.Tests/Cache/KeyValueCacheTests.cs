using AssistantLoop.Inference.Cache;

namespace AssistantLoop.Inference.Tests.Cache;

public sealed class KeyValueCacheTests
{
    [Fact]
    public void Moving_a_slot_copies_the_groups_its_tokens_are_in_in_every_block_and_head_and_nothing_else()
    {
        using var cache = new KeyValueCache(layers: 2, slots: 3, heads: 2, length: 40, headDim: 4);
        ForEach(cache, (block, slot, head, values) => values.Fill((100 * block) + (10 * slot) + head + 1));

        cache.Move(from: 2, to: 0, tokens: 17);

        ForEach(cache, (block, slot, head, values) =>
        {
            float own = (100 * block) + (10 * slot) + head + 1;
            float moved = slot == 0 ? own + 20 : own;
            Assert.Equal(Enumerable.Repeat(moved, 32 * 4), values[..(32 * 4)].ToArray());
            Assert.Equal(Enumerable.Repeat(own, 16 * 4), values[(32 * 4)..].ToArray());
        });
    }

    [Fact]
    public void A_view_over_the_first_slots_is_the_beginning_of_the_block()
    {
        using var cache = new KeyValueCache(layers: 1, slots: 3, heads: 2, length: 20, headDim: 4);
        Assert.Equal([2, 2, 32, 4], cache.ViewShape(2));
        Assert.Equal(2 * 2 * 32 * 4 * sizeof(float), cache.ViewBytes(2));
        Assert.Equal(cache.Pointer(1, 0) + (nint)cache.ViewBytes(2), cache.Pointer(1, 2));
    }

    [Fact]
    public void A_disposed_cache_is_refused()
    {
        var cache = new KeyValueCache(1, 1, 1, 1, 8);
        cache.Dispose();
        Assert.Throws<ObjectDisposedException>(() => cache.Pointer(0, 0));
    }

    private delegate void Visit(int block, int slot, int head, Span<float> values);

    private static void ForEach(KeyValueCache cache, Visit visit)
    {
        for (int i = 0; i < cache.BlockCount * 3 * 2; i++)
        {
            (int block, int slot, int head) = (i / 6, i / 2 % 3, i % 2);
            visit(block, slot, head, cache.Head(block, slot, head, 48));
        }
    }
}
