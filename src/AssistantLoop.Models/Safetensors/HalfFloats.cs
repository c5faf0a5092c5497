using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace AssistantLoop.Models.Safetensors;

/// <summary>Conversion between 16-bit floats on disk and 32-bit floats in memory.</summary>
internal static class HalfFloats
{
    private const int Block = 1 << 15;

    /// <summary>Reads F16 or BF16 elements from a mapped file.</summary>
    public static void Read(MemoryMappedViewAccessor view, ulong offset, TensorType type, Span<float> destination)
    {
        ushort[] buffer = ArrayPool<ushort>.Shared.Rent(Math.Min(Block, Math.Max(1, destination.Length)));
        try
        {
            while (!destination.IsEmpty)
            {
                Span<ushort> block = buffer.AsSpan(0, Math.Min(buffer.Length, destination.Length));
                view.SafeMemoryMappedViewHandle.ReadSpan(offset, block);
                Widen(type, block, destination);
                destination = destination[block.Length..];
                offset += (ulong)block.Length * sizeof(ushort);
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(buffer);
        }
    }

    /// <summary>Widens 16-bit elements; exact.</summary>
    public static void Widen(TensorType type, ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = type == TensorType.F16
                ? (float)BitConverter.UInt16BitsToHalf(source[i])
                : BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        }
    }

    /// <summary>Narrows floats to 16 bits, rounding to nearest, ties to even; returns little-endian bytes.</summary>
    public static byte[] Narrow(TensorType type, ReadOnlySpan<float> source)
    {
        byte[] bytes = new byte[source.Length * sizeof(ushort)];
        Span<ushort> target = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = type == TensorType.F16
                ? BitConverter.HalfToUInt16Bits((Half)source[i])
                : ToBFloat16(source[i]);
        }

        return bytes;
    }

    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return (ushort)((bits >> 16) | 0x40);
        }

        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
