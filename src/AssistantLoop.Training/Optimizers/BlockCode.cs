using static TorchSharp.torch;

namespace AssistantLoop.Training.Optimizers;

/// <summary>
/// Numbers in 8 bits, after Dettmers et al. 2022, section 2: each block of 256 has a scale, its greatest magnitude, and
/// each number a code for its share of it. Where they have a table of codes, a power does: codes lie closer together the
/// nearer they are to zero. Flat tensors of 32-bit numbers; the last block may be shorter.
/// </summary>
internal static class BlockCode
{
    public const int Block = 256;

    // The smallest number that a product of halves does not lose bits of; a block of zeros has it as its scale.
    private const float LeastScale = 1.1754944e-38f;

    // Numbers from 0 up to 1, no two near each other: multiples of the golden section, less their whole parts.
    private static readonly double[] s_spread =
        [.. Enumerable.Range(0, Block).Select(i => Fraction(i * 0.6180339887498949))];

    public static long Blocks(long count) => (count + Block - 1) / Block;

    /// <summary>Codes of either sign: sign · round(127 · sqrt(|share|)).</summary>
    public static void EncodeSigned(Tensor values, Tensor codes, Tensor scales)
    {
        Tensor blocks = InBlocks(values), shares = Shares(blocks, scales);
        Fill(codes, shares.sqrt_().mul_(127).add_(0.5).floor_().mul_(blocks.sign()));
    }

    /// <summary>The numbers that signed codes stand for.</summary>
    public static Tensor DecodeSigned(Tensor codes, Tensor scales)
    {
        Tensor roots = codes.to(ScalarType.Float32).div_(127);
        return roots.mul(roots.abs()).mul_(EachScale(scales, codes.numel()));
    }

    /// <summary>
    /// Codes of numbers that are not negative: 255 · share^(1/4), rounded up or down so that over the steps the mean of
    /// what is kept is right. A mean that moves by a thousandth a step would else stand still, for codes lie a hundredth
    /// and more apart. What is not 0 gets no code of 0.
    /// </summary>
    public static void EncodeUnsigned(Tensor values, Tensor codes, Tensor scales, long step)
    {
        Tensor blocks = InBlocks(values), shares = Shares(blocks, scales);
        double turn = step * Math.Sqrt(2);
        Tensor added = s_spread.Select(at => (float)Fraction(at + turn)).ToArray().On(values.device);
        Tensor rounded = shares.sqrt_().sqrt_().mul_(255).add_(added).floor_().clamp_(max: 255);
        Fill(codes, rounded.maximum(blocks.sign()));
    }

    /// <summary>The numbers that unsigned codes stand for.</summary>
    public static Tensor DecodeUnsigned(Tensor codes, Tensor scales)
    {
        Tensor squares = codes.to(ScalarType.Float32).div_(255).square();
        return squares.mul(squares).mul_(EachScale(scales, codes.numel()));
    }

    private static double Fraction(double value) => value - Math.Floor(value);

    private static Tensor InBlocks(Tensor values)
    {
        long missing = (Blocks(values.numel()) * Block) - values.numel();
        return (missing == 0 ? values : cat([values, zeros(missing, device: values.device)])).view(-1, Block);
    }

    // |value| / scale, having set the scales.
    private static Tensor Shares(Tensor blocks, Tensor scales)
    {
        Tensor sizes = blocks.abs();
        scales.copy_(sizes.amax(1).clamp_min(LeastScale));
        return sizes.div_(scales.unsqueeze(1));
    }

    private static Tensor EachScale(Tensor scales, long count) =>
        scales.repeat_interleave(Block).narrow(0, 0, count);

    private static void Fill(Tensor codes, Tensor blocks) => codes.copy_(blocks.view(-1).narrow(0, 0, codes.numel()));
}
