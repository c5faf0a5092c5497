using System.Numerics;
using System.Runtime.InteropServices;
using AssistantLoop.Inference.Scheduling;

namespace AssistantLoop.Inference.Cache;

/// <summary>Keys and values of prompts that were read before, in pages of a few tokens: a prompt that begins the same way
/// for the same tenant, model and adapter is not read again from there. Past its bytes the page idle longest is forgotten,
/// and a page never outlives the one it continues. Answers are not kept: a token that was decoded has other last bits than
/// one that was read in a prompt. Not thread-safe.</summary>
/// <param name="slots">Where prompts are read into.</param>
/// <param name="cuts">How they are cut.</param>
/// <param name="maxBytes">The most bytes of all pages.</param>
/// <param name="page">Tokens of a page.</param>
internal sealed unsafe class PrefixCache(KeyValueCache slots, PromptCuts cuts, long maxBytes, int page) : IDisposable
{
    /// <summary>Tokens of a page in an engine.</summary>
    public const int PageLength = 32;

    private readonly Dictionary<PrefixKey, LinkedListNode<Page>> _pages = [];
    // Idle longest first; a page stands before the one it continues.
    private readonly LinkedList<Page> _byUse = new();
    private long _reused;

    public PrefixCache(KeyValueCache slots, int chunk, long maxBytes)
        : this(slots, new PromptCuts(chunk), maxBytes, PageLength)
    {
    }

    /// <summary>Bytes in use.</summary>
    public long Bytes => _pages.Count * PageBytes;

    /// <summary>Tokens that did not have to be read again since the start. Any thread may ask.</summary>
    public long Reused => Interlocked.Read(ref _reused);

    private int PageFloats => page * slots.HeadDim;

    private long PageBytes => (long)slots.BlockCount * slots.Heads * PageFloats * sizeof(float);

    // The fewest tokens that are whole steps and whole pages.
    private int WholeSteps => page / (int)BigInteger.GreatestCommonDivisor(page, cuts.Whole) * cuts.Whole;

    /// <summary>Copies as many of a prompt's first pages as are known into a slot, but not the prompt's last two tokens:
    /// the last one's logits must be computed, and not alone (<see cref="PromptCuts"/>).</summary>
    /// <param name="keys">The keys of the prompt's pages.</param>
    /// <param name="promptLength">Tokens of the prompt.</param>
    /// <param name="cutAnywhere">False where the rest must be read in the same steps as without a cache.</param>
    /// <param name="slot">The slot to fill.</param>
    /// <returns>How many tokens the slot now holds.</returns>
    public int Fill(IReadOnlyList<PrefixKey> keys, int promptLength, bool cutAnywhere, int slot)
    {
        int known = 0;
        while (known < keys.Count && _pages.ContainsKey(keys[known]))
        {
            known++;
        }

        for (int i = known - 1; i >= 0; i--)
        {
            LinkedListNode<Page> node = _pages[keys[i]];
            _byUse.Remove(node);
            _byUse.AddLast(node);
        }

        int step = cutAnywhere ? page : WholeSteps, tokens = Math.Min(known * page, promptLength - 2) / step * step;
        for (int i = 0; i < tokens / page; i++)
        {
            float* from = (float*)_pages[keys[i]].Value.Memory;
            for (int block = 0; block < slots.BlockCount; block++)
            {
                for (int head = 0; head < slots.Heads; head++, from += PageFloats)
                {
                    new ReadOnlySpan<float>(from, PageFloats).CopyTo(Positions(block, slot, head, i));
                }
            }
        }

        Interlocked.Add(ref _reused, tokens);
        return tokens;
    }

    /// <summary>Keeps those pages of a slot's first <paramref name="tokens"/> tokens that are not known, as far as there is
    /// room without forgetting others of the same prompt.</summary>
    public void Keep(IReadOnlyList<PrefixKey> keys, int tokens, int slot)
    {
        LinkedListNode<Page>? continued = null;
        for (int i = 0; i < Math.Min(tokens / page, keys.Count); i++)
        {
            if (!_pages.TryGetValue(keys[i], out LinkedListNode<Page>? node))
            {
                nint memory = Take(continued);
                if (memory == 0)
                {
                    return;
                }

                Copy(slot, i, (float*)memory);
                node = new LinkedListNode<Page>(new Page(keys[i], memory));
                _pages.Add(keys[i], node);
                if (continued is null)
                {
                    _byUse.AddLast(node);
                }
                else
                {
                    _byUse.AddBefore(continued, node);
                }
            }

            continued = node;
        }
    }

    public void Dispose()
    {
        while (_byUse.First is { } node)
        {
            NativeMemory.Free((void*)Forget(node));
        }
    }

    // New memory, or that of the page idle longest; 0 where that is the page to be continued.
    private nint Take(LinkedListNode<Page>? continued) =>
        Bytes + PageBytes <= maxBytes ? (nint)NativeMemory.Alloc((nuint)PageBytes)
        : _byUse.First is { } oldest && oldest != continued ? Forget(oldest)
        : 0;

    private nint Forget(LinkedListNode<Page> node)
    {
        _byUse.Remove(node);
        _pages.Remove(node.Value.Key);
        return node.Value.Memory;
    }

    private void Copy(int slot, int index, float* to)
    {
        for (int block = 0; block < slots.BlockCount; block++)
        {
            for (int head = 0; head < slots.Heads; head++, to += PageFloats)
            {
                Positions(block, slot, head, index).CopyTo(new Span<float>(to, PageFloats));
            }
        }
    }

    private Span<float> Positions(int block, int slot, int head, int index) =>
        slots.Head(block, slot, head, (index + 1) * page)[(index * PageFloats)..];

    private readonly record struct Page(PrefixKey Key, nint Memory);
}
