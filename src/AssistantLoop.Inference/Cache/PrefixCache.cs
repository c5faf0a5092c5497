using System.Runtime.InteropServices;

namespace AssistantLoop.Inference.Cache;

/// <summary>Keys and values of prompts that were read before, in whole chunks: a prompt that begins the same way for the
/// same tenant, model and adapter is not read again from there. A chunk is reused only where the prompt would have been
/// cut into the same chunks, so the rest is computed exactly as it would have been. Past its bytes the chunk idle longest
/// is forgotten. Not thread-safe.</summary>
internal sealed unsafe class PrefixCache(KeyValueCache slots, int chunk, long maxBytes) : IDisposable
{
    private readonly Dictionary<PrefixKey, LinkedListNode<Chunk>> _chunks = [];
    private readonly LinkedList<Chunk> _byUse = new();
    private long _reused;

    /// <summary>Bytes in use.</summary>
    public long Bytes => _chunks.Count * ChunkBytes;

    /// <summary>Tokens that did not have to be read again since the start. Any thread may ask.</summary>
    public long Reused => Interlocked.Read(ref _reused);

    private int RunFloats => chunk * slots.HeadDim;

    private long ChunkBytes => (long)slots.BlockCount * slots.Heads * RunFloats * sizeof(float);

    /// <summary>Copies as many of a prompt's first chunks as are known into a slot, but not the prompt's last token: its
    /// logits must be computed.</summary>
    /// <returns>How many tokens the slot now holds.</returns>
    public int Fill(IReadOnlyList<PrefixKey> keys, int promptLength, int slot)
    {
        int most = Math.Min(keys.Count, (promptLength - 1) / chunk), found = 0;
        while (found < most && _chunks.TryGetValue(keys[found], out LinkedListNode<Chunk>? node))
        {
            float* from = (float*)node.Value.Memory;
            foreach ((int block, int head) in Runs())
            {
                new ReadOnlySpan<float>(from, RunFloats).CopyTo(Positions(block, slot, head, found));
                from += RunFloats;
            }

            found++;
        }

        // The first chunk becomes the most recent one, so that no chunk outlives those it continues.
        for (int i = found - 1; i >= 0; i--)
        {
            LinkedListNode<Chunk> node = _chunks[keys[i]];
            _byUse.Remove(node);
            _byUse.AddLast(node);
        }

        Interlocked.Add(ref _reused, found * chunk);
        return found * chunk;
    }

    /// <summary>Keeps the chunk that ends at a slot's first <paramref name="tokens"/> tokens, if one ends there.</summary>
    public void Keep(IReadOnlyList<PrefixKey> keys, int tokens, int slot)
    {
        int index = (tokens / chunk) - 1;
        if (tokens % chunk != 0 || index >= keys.Count || _chunks.ContainsKey(keys[index]) || ChunkBytes > maxBytes)
        {
            return;
        }

        while (Bytes + ChunkBytes > maxBytes)
        {
            Forget(_byUse.First!);
        }

        float* memory = (float*)NativeMemory.Alloc((nuint)ChunkBytes);
        float* to = memory;
        foreach ((int block, int head) in Runs())
        {
            Positions(block, slot, head, index).CopyTo(new Span<float>(to, RunFloats));
            to += RunFloats;
        }

        _chunks[keys[index]] = _byUse.AddLast(new Chunk(keys[index], (nint)memory));
    }

    public void Dispose()
    {
        while (_byUse.First is { } node)
        {
            Forget(node);
        }
    }

    private void Forget(LinkedListNode<Chunk> node)
    {
        _byUse.Remove(node);
        _chunks.Remove(node.Value.Key);
        NativeMemory.Free((void*)node.Value.Memory);
    }

    private IEnumerable<(int Block, int Head)> Runs() =>
        from block in Enumerable.Range(0, slots.BlockCount)
        from head in Enumerable.Range(0, slots.Heads)
        select (block, head);

    private Span<float> Positions(int block, int slot, int head, int index) =>
        slots.Head(block, slot, head, (index + 1) * chunk)[(index * RunFloats)..];

    private readonly record struct Chunk(PrefixKey Key, nint Memory);
}
