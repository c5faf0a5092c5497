using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// What each position may look at, as numbers to add to the scores: 0 where it may, minus infinity where it may not.
/// </summary>
internal static class AttentionMask
{
    /// <summary>
    /// Looks at itself and at what stands before it: [1, 1, 1, T, T]. With <paramref name="segments"/> [B, T] (a number
    /// for each text of a packed row) only within its own text: [B, 1, 1, T, T].
    /// </summary>
    public static Tensor Causal(long length, Tensor? segments, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = ones(length, length, dtype: ScalarType.Bool).triu(1).view(1, 1, 1, length, length);
        if (segments is not null)
        {
            Tensor other = segments.unsqueeze(-1).ne(segments.unsqueeze(-2));
            hidden = hidden.logical_or(other.unsqueeze(1).unsqueeze(1));
        }

        return zeros(hidden.shape, type).masked_fill_(hidden, float.NegativeInfinity).MoveToOuterDisposeScope();
    }
}
