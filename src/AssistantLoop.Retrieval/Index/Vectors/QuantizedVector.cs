using System.Numerics.Tensors;

namespace AssistantLoop.Retrieval.Index.Vectors;

/// <summary>
/// A vector in 8 bits: value i is about <c>codes[i] * scale</c>, with codes from -127 to 127 and scale the greatest
/// magnitude / 127. Each value is off by scale / 2 at most.
/// </summary>
internal static class QuantizedVector
{
    /// <summary>Rows are padded with zeros to a multiple of the widest register, in bytes.</summary>
    public const int Alignment = 64;

    /// <summary>Bytes of a row for vectors of so many values.</summary>
    public static int RowBytes(int dimensions) => (dimensions + Alignment - 1) / Alignment * Alignment;

    /// <summary>The scale of a vector of finite values; 0 where all are 0.</summary>
    public static float ScaleOf(ReadOnlySpan<float> vector) => Math.Abs(TensorPrimitives.MaxMagnitude(vector)) / 127;

    /// <summary>Fills the codes, which are as many as <see cref="RowBytes"/> says.</summary>
    public static void Quantize(ReadOnlySpan<float> vector, Span<sbyte> codes)
    {
        codes.Clear();
        float scale = ScaleOf(vector);
        for (int i = 0; i < vector.Length && scale > 0; i++)
        {
            codes[i] = (sbyte)Math.Clamp(MathF.Round(vector[i] / scale), -127, 127);
        }
    }
}
