using System.Runtime.InteropServices;

namespace AssistantLoop.Inference.Graphs;

/// <summary>Managed memory that never moves, so that native code may keep its address while this object
/// lives.</summary>
internal sealed class PinnedBuffer<T>(int length)
    where T : unmanaged
{
    private readonly T[] _memory = GC.AllocateArray<T>(Math.Max(length, 1), pinned: true);

    /// <summary>Elements it holds.</summary>
    public int Length => _memory.Length;

    /// <summary>The elements.</summary>
    public Span<T> Span => _memory;

    /// <summary>The address of the first element.</summary>
    public nint Pointer => Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
}
