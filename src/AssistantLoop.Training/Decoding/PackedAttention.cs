using System.Runtime.InteropServices;
using AssistantLoop.Bindings.LibTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// Causal attention over texts of many lengths in one operator (Dao 2023), on a GPU in 16 bits: libtorch 2's flash
/// attention, or its memory-efficient one where that does not run. Elsewhere the texts go by <see cref="Attention"/>'s own
/// blocks.
/// </summary>
internal static class PackedAttention
{
    private const int CausalFromTopLeft = 1;

    private static readonly Operator
        s_flash = new("_flash_attention_forward"), s_efficient = new("_efficient_attention_forward");

    private static readonly Lazy<Operator?> s_kernel = new(Choose);

    /// <summary>Whether texts on a device, in a type, can be mixed here; the operators take whole eights of a head, up to
    /// 256.</summary>
    public static bool Suits(Device device, ScalarType type, int headDim) =>
        device.type == DeviceType.CUDA && type == ScalarType.BFloat16 && headDim is > 0 and <= 256 && headDim % 8 == 0
        && s_kernel.Value is not null;

    /// <summary>
    /// q [tokens, heads, D], k and v [tokens, groups, D] and the texts' bounds [texts + 1] int32 give [tokens, heads, D].
    /// </summary>
    public static Tensor Mix(Tensor q, Tensor k, Tensor v, Tensor bounds, long longest) =>
        Mix(s_kernel.Value ?? throw new InvalidOperationException("This libtorch has no packed attention."),
            q, k, v, bounds, longest);

    private static Tensor Mix(Operator kernel, Tensor q, Tensor k, Tensor v, Tensor bounds, long longest)
    {
        // Dropout 0, causal, no mask to look at; the scale is 1 / sqrt(D) by default.
        if (ReferenceEquals(kernel, s_flash))
            return s_flash.One(q, k, v, bounds, bounds, longest, longest, 0.0, true, false);

        // No mask but the causal one, dropout 0, and the sums that the way back needs.
        Tensor mixed = s_efficient.One(
            q.unsqueeze(0), Spread(k, q.size(1)), Spread(v, q.size(1)), Argument.None, bounds, bounds, longest, longest,
            0.0, (long)CausalFromTopLeft, true);
        return mixed.squeeze(0);
    }

    // Each group's head once for every query head that looks at it: [1, tokens, heads, D].
    private static Tensor Spread(Tensor x, long heads)
    {
        long tokens = x.size(0), groups = x.size(1), headDim = x.size(2);
        return x.unsqueeze(2).expand(tokens, groups, heads / groups, headDim).reshape(1, tokens, heads, headDim);
    }

    // The first one that runs there and back on this GPU: an operator may be known and yet not be built for it.
    private static Operator? Choose() => Runs(s_flash) ? s_flash : Runs(s_efficient) ? s_efficient : null;

    private static bool Runs(Operator kernel)
    {
        if (!kernel.Exists) return false;
        using IDisposable learning = enable_grad();
        using DisposeScope scope = NewDisposeScope();
        try
        {
            Tensor q = ones([8, 2, 32], ScalarType.BFloat16, CUDA, requires_grad: true);
            Tensor k = ones([8, 1, 32], ScalarType.BFloat16, CUDA, requires_grad: true);
            Tensor bounds = TextLayout.BoundsOf([3, 5]).On(CUDA);
            Mix(kernel, q, k, k * 1, bounds, 5).sum().backward();
            return k.grad!.sum().isfinite().item<bool>();
        }
        catch (ExternalException)
        {
            return false;
        }
    }
}
