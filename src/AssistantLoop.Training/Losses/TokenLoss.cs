using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Losses;

/// <summary>Weighted sum of -ln p(token | those before), in nats, over the tokens that count.</summary>
public static class TokenLoss
{
    /// <summary>The sum over a batch, without gradients.</summary>
    public static double Sum(Decoder decoder, TokenBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logProbs = LogProbPass.Of(decoder, batch);
        Tensor weights = batch.Weights.Where(weight => weight != 0).ToArray().On(decoder.Device).to(logProbs.dtype);
        return -(logProbs * weights).sum().to(ScalarType.Float64).item<double>();
    }

    /// <summary>The weighted mean over batches in nats a token, or null where nothing counts.</summary>
    public static double? Mean(Decoder decoder, IReadOnlyList<TokenBatch> batches)
    {
        double total = batches.Sum(batch => batch.TotalWeight);
        return total == 0 ? null : batches.Sum(batch => Sum(decoder, batch)) / total;
    }

    /// <summary>
    /// The sum over a batch; <paramref name="scale"/> times its gradient is added to the weights that learn.
    /// </summary>
    public static double Backward(Decoder decoder, TokenBatch batch, double scale)
    {
        using Tensor sum = LogProbPass.BackwardWeighted(decoder, batch, scale, checkpointing: false);
        return sum.item<double>();
    }
}
