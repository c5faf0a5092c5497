using AssistantLoop.Inference.Graphs;

namespace AssistantLoop.Inference.Tests.Graphs;

public sealed class BlockQuantizerTests
{
    [Fact]
    public void Four_bit_values_lie_two_to_a_byte_and_the_largest_lands_on_the_end()
    {
        var matrix = new float[32];
        (matrix[0], matrix[1], matrix[2], matrix[31]) = (8, -7, 1.4f, 0.6f);
        var packed = new byte[16];
        var scales = new float[1];

        BlockQuantizer.Quantize(matrix, 4, packed, scales);

        // 8 / -8 = -1: 8 -> q 0, -7 -> q 15, 1.4 -> q 7, 0 -> q 8, 0.6 -> q 7.
        Assert.Equal(-1, scales[0]);
        Assert.Equal(0 | (15 << 4), packed[0]);
        Assert.Equal(7 | (8 << 4), packed[1]);
        Assert.Equal(8 | (7 << 4), packed[15]);
    }

    [Theory]
    [InlineData(4, 1 / 8.0)]
    [InlineData(8, 1 / 128.0)]
    public void No_value_is_off_by_more_than_a_step(int bits, double step)
    {
        var random = new Random(1);
        float[] matrix = [.. Enumerable.Range(0, 32 * 50).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        var packed = new byte[50 * 4 * bits];
        var scales = new float[50];

        BlockQuantizer.Quantize(matrix, bits, packed, scales);

        for (int i = 0; i < matrix.Length; i++)
        {
            int q = bits == 8 ? packed[i] : (packed[i / 2] >> (4 * (i % 2))) & 15;
            double value = (q - (1 << (bits - 1))) * (double)scales[i / 32];
            Assert.InRange(value - matrix[i], -step, step);
        }
    }

    [Fact]
    public void A_block_of_zeros_stays_zero()
    {
        var packed = new byte[32];
        var scales = new float[1];
        BlockQuantizer.Quantize(new float[32], 8, packed, scales);
        Assert.Equal(0, scales[0]);
        Assert.All(packed, q => Assert.Equal(128, q));
    }
}
