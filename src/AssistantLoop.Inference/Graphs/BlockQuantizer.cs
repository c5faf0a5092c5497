using System.Numerics.Tensors;

namespace AssistantLoop.Inference.Graphs;

/// <summary>Rounds a matrix to symmetric integers in blocks of 32 columns, in the layout of ONNX Runtime's
/// MatMulNBits without zero points: value = (q - 2^(bits-1)) · scale.</summary>
internal static class BlockQuantizer
{
    /// <summary>Columns that share one scale.</summary>
    public const int BlockSize = 32;

    /// <summary>Quantises to the nearest integer.</summary>
    /// <param name="matrix">[rows, columns], columns a multiple of 32.</param>
    /// <param name="bits">4 or 8.</param>
    /// <param name="packed">Out: [rows, columns / 32, 4 · bits] bytes; with 4 bits the even column is the low
    /// half.</param>
    /// <param name="scales">Out: [rows, columns / 32].</param>
    public static void Quantize(ReadOnlySpan<float> matrix, int bits, Span<byte> packed, Span<float> scales)
    {
        int half = 1 << (bits - 1);
        int blockBytes = BlockSize * bits / 8;
        Span<byte> quantized = stackalloc byte[BlockSize];
        for (int block = 0; block < scales.Length; block++)
        {
            ReadOnlySpan<float> values = matrix.Slice(block * BlockSize, BlockSize);
            float scale = ScaleOf(values, half);
            Round(values, scale, half, quantized);
            scales[block] = scale;
            Pack(quantized, bits, packed.Slice(block * blockBytes, blockBytes));
        }
    }

    /// <summary>Quantises one block to the nearest integer, one to a byte, with a scale that half precision holds.</summary>
    /// <returns>The scale.</returns>
    public static Half QuantizeBlock(ReadOnlySpan<float> values, int bits, Span<byte> quantized)
    {
        int half = 1 << (bits - 1);
        var scale = (Half)ScaleOf(values, half);
        Round(values, (float)scale, half, quantized);
        return scale;
    }

    // The largest value lands on the one end that has no opposite, so the whole range is used.
    private static float ScaleOf(ReadOnlySpan<float> values, int half) =>
        values[TensorPrimitives.IndexOfMaxMagnitude(values)] / -half;

    private static void Round(ReadOnlySpan<float> values, float scale, int half, Span<byte> quantized)
    {
        float inverse = scale == 0 ? 0 : 1 / scale;
        for (int i = 0; i < values.Length; i++)
        {
            quantized[i] = (byte)Math.Clamp((int)MathF.Round(values[i] * inverse) + half, 0, (2 * half) - 1);
        }
    }

    private static void Pack(ReadOnlySpan<byte> values, int bits, Span<byte> packed)
    {
        if (bits == 8)
        {
            values.CopyTo(packed);
            return;
        }

        for (int i = 0; i < packed.Length; i++)
        {
            packed[i] = (byte)(values[2 * i] | (values[(2 * i) + 1] << 4));
        }
    }
}
