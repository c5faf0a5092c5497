using System.Runtime.InteropServices;

namespace AssistantLoop.Inference.Cache;

/// <summary>The keys and values of all requests in work: for each layer two blocks [slots, heads, length, headDim], in
/// which 16 neighbouring positions may be interleaved. They are floats of 32 or 16 bits, or 8-bit integers and a float, their
/// scale, for each position of a head. A row of a step is the slot of the same number, so a step over the first rows binds the
/// beginning of each block without a copy. Memory is touched only where tokens are. Not thread-safe.</summary>
internal sealed unsafe class KeyValueCache : IDisposable
{
    /// <summary>Positions that may be interleaved: only whole groups of them can be copied.</summary>
    public const int Group = 16;

    private readonly nint[] _blocks;
    private readonly int _slots;

    public KeyValueCache(int layers, int slots, int heads, int length, int headDim, Precision precision = Precision.Fp32)
    {
        (_slots, Heads, Length, Precision) = (slots, heads, Whole(length), precision);
        HeadDim = precision switch
        {
            Precision.Int8 => (headDim / sizeof(float)) + 1,
            Precision.Fp16 => headDim / 2,
            _ => headDim,
        };
        _blocks = new nint[2 * layers];
        for (int i = 0; i < _blocks.Length; i++)
        {
            _blocks[i] = (nint)NativeMemory.AllocZeroed((nuint)slots, (nuint)(SlotFloats * sizeof(float)));
        }
    }

    /// <summary>Tokens that one slot can hold: what was asked for, in whole groups.</summary>
    public int Length { get; }

    /// <summary>Heads of keys and of values.</summary>
    public int Heads { get; }

    /// <summary>What one position of one head takes, in floats.</summary>
    public int HeadDim { get; }

    /// <summary>How keys and values are held.</summary>
    public Precision Precision { get; }

    /// <summary>Two for each layer: keys at 2·layer, values at 2·layer + 1.</summary>
    public int BlockCount => _blocks.Length;

    private long SlotFloats => (long)Heads * Length * HeadDim;

    /// <summary>The shape of a view over neighbouring slots: [rows, heads, length, elements of a position].</summary>
    public long[] ViewShape(int rows) => [rows, Heads, Length, HeadDim * ElementsOfFloat];

    // Elements that take as much as a 32-bit float.
    private int ElementsOfFloat => Precision switch
    {
        Precision.Int8 => 4,
        Precision.Fp16 => 2,
        _ => 1,
    };

    /// <summary>Bytes of a view over neighbouring slots.</summary>
    public long ViewBytes(int rows) => rows * SlotFloats * sizeof(float);

    /// <summary>Where a slot begins in a block.</summary>
    public nint Pointer(int block, int slot) => (nint)At(block, slot, 0);

    /// <summary>The first <paramref name="tokens"/> positions of one head, for reading and writing.</summary>
    public Span<float> Head(int block, int slot, int head, int tokens) => new(At(block, slot, head), tokens * HeadDim);

    /// <summary>Copies the first <paramref name="tokens"/> positions of a slot over another one.</summary>
    public void Move(int from, int to, int tokens)
    {
        tokens = Whole(tokens);
        for (int block = 0; block < _blocks.Length; block++)
        {
            for (int head = 0; head < Heads; head++)
            {
                Head(block, from, head, tokens).CopyTo(Head(block, to, head, tokens));
            }
        }
    }

    public void Dispose()
    {
        for (int i = 0; i < _blocks.Length; i++)
        {
            NativeMemory.Free((void*)_blocks[i]);
            _blocks[i] = 0;
        }
    }

    private static int Whole(int tokens) => (tokens + Group - 1) / Group * Group;

    private float* At(int block, int slot, int head)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, _slots);
        ObjectDisposedException.ThrowIf(_blocks[block] == 0, this);
        return (float*)_blocks[block] + (slot * SlotFloats) + ((long)head * Length * HeadDim);
    }
}
