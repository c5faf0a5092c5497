using System.Buffers;
using System.Numerics.Tensors;

namespace AssistantLoop.Inference.Sampling;

/// <summary>How unsure a model is of its next token.</summary>
internal static class TokenEntropy
{
    /// <summary>
    /// -Σ p log p in nats of p = softmax(logits). With d = logit - max it is log Σ e^d - (Σ e^d d) / (Σ e^d): four passes
    /// over the vocabulary, all vectorised, and no logarithm of a probability that may be 0.
    /// </summary>
    /// <param name="logits">The logits, not changed; -infinity counts as impossible.</param>
    public static float Of(ReadOnlySpan<float> logits)
    {
        float[] lent = ArrayPool<float>.Shared.Rent(2 * logits.Length);
        Span<float> below = lent.AsSpan(0, logits.Length), weights = lent.AsSpan(logits.Length, logits.Length);
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), below);
        // e^-90 is 0 beside 1 in single precision; -infinity times that 0 would not be a number.
        TensorPrimitives.Max(below, -90f, below);
        TensorPrimitives.Exp(below, weights);
        float sum = TensorPrimitives.Sum<float>(weights);
        float entropy = MathF.Log(sum) - (TensorPrimitives.Dot<float>(weights, below) / sum);
        ArrayPool<float>.Shared.Return(lent);
        return Math.Max(0, entropy);
    }
}
