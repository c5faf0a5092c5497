using AssistantLoop.Retrieval.Index.Vectors;

namespace AssistantLoop.Retrieval.Tests.Index.Vectors;

public sealed class QuantizedVectorTests
{
    [Fact]
    public void Each_value_is_off_by_half_a_step_at_most()
    {
        Random random = new(1);
        for (int round = 0; round < 100; round++)
        {
            float[] vector = [.. Enumerable.Range(0, 100).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-6, 3)))];
            sbyte[] codes = new sbyte[QuantizedVector.RowBytes(100)];
            QuantizedVector.Quantize(vector, codes);
            float scale = QuantizedVector.ScaleOf(vector);

            Assert.Equal(vector.Max(Math.Abs) / 127, scale);
            Assert.All(vector.Zip(codes), pair => Assert.InRange(Math.Abs(pair.First - (pair.Second * scale)), 0, scale * 0.50001f));
            Assert.Equal(127, codes.Max(code => Math.Abs((int)code)));
            Assert.All(codes.Skip(100), code => Assert.Equal(0, code));
        }
    }

    [Fact]
    public void A_vector_of_zeros_has_scale_and_codes_of_zero()
    {
        sbyte[] codes = [.. Enumerable.Repeat((sbyte)1, 64)];
        QuantizedVector.Quantize(new float[10], codes);

        Assert.Equal(0, QuantizedVector.ScaleOf(new float[10]));
        Assert.All(codes, code => Assert.Equal(0, code));
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 128)]
    [InlineData(256, 256)]
    public void Rows_are_padded_to_whole_registers(int dimensions, int bytes) =>
        Assert.Equal(bytes, QuantizedVector.RowBytes(dimensions));
}
