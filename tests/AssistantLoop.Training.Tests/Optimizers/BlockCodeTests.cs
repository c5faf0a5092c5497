using AssistantLoop.Training.Optimizers;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Optimizers;

public sealed class BlockCodeTests
{
    // Shares of 1, -1/4, 1/16 and 0 have roots of 1, 1/2, 1/4 and 0: codes 127, 63.5, 31.75 and 0.
    [Fact]
    public void Signed_codes_are_rounded_roots_of_the_share_of_the_greatest()
    {
        (Tensor codes, Tensor scales) = New(4, ScalarType.Int8);
        BlockCode.EncodeSigned(tensor(new[] { 8f, -2f, 0.5f, 0f }), codes, scales);
        Assert.Equal([127, -64, 32, 0], codes.data<sbyte>().ToArray());
        Assert.Equal([8f], scales.data<float>().ToArray());
        float[] decoded = BlockCode.DecodeSigned(codes, scales).data<float>().ToArray();
        Assert.Equal(8 * 64 * 64 / (127.0 * 127), -decoded[1], 1e-6);
        Assert.Equal([8f, 0f], [decoded[0], decoded[3]]);
    }

    [Fact]
    public void A_block_is_256_numbers_and_the_last_may_be_shorter()
    {
        float[] values = [.. Enumerable.Range(1, 600).Select(i => (float)i)];
        (Tensor codes, Tensor scales) = New(600, ScalarType.Int8);
        BlockCode.EncodeSigned(tensor(values), codes, scales);
        Assert.Equal([256f, 512f, 600f], scales.data<float>().ToArray());
        float[] decoded = BlockCode.DecodeSigned(codes, scales).data<float>().ToArray();
        Assert.All(values.Zip(decoded), pair => Assert.InRange(pair.Second / pair.First, 0.85, 1.15));
    }

    // The fourth root of 1/10000 is a tenth, 25.5 codes: kept as 25 or as 26.
    [Fact]
    public void Unsigned_codes_are_right_in_the_mean_over_steps()
    {
        (Tensor codes, Tensor scales) = New(2, ScalarType.Byte);
        List<int> kept = [];
        for (int step = 1; step <= 1000; step++)
        {
            BlockCode.EncodeUnsigned(tensor(new[] { 1e-4f, 1f }), codes, scales, step);
            byte[] now = codes.data<byte>().ToArray();
            Assert.InRange(now[0], 25, 26);
            Assert.Equal(255, now[1]);
            kept.Add(now[0]);
        }

        Assert.Equal(25.5, kept.Average(), 0.01);
        Assert.Equal(Math.Pow(kept[^1] / 255.0, 4), BlockCode.DecodeUnsigned(codes, scales).data<float>()[0], 1e-9);
    }

    [Fact]
    public void What_is_not_zero_gets_no_unsigned_code_of_zero()
    {
        (Tensor codes, Tensor scales) = New(3, ScalarType.Byte);
        for (int step = 1; step <= 100; step++)
        {
            BlockCode.EncodeUnsigned(tensor(new[] { 1e-30f, 0f, 1f }), codes, scales, step);
            Assert.Equal([1, 0, 255], codes.data<byte>().ToArray());
        }
    }

    [Fact]
    public void A_block_of_zeros_stays_zeros()
    {
        (Tensor codes, Tensor scales) = New(3, ScalarType.Byte);
        BlockCode.EncodeUnsigned(zeros(3), codes, scales, 1);
        Assert.Equal([0f, 0f, 0f], BlockCode.DecodeUnsigned(codes, scales).data<float>().ToArray());
    }

    private static (Tensor Codes, Tensor Scales) New(long count, ScalarType type) =>
        (zeros(count, type), zeros(BlockCode.Blocks(count)));
}
