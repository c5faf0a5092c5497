using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Losses;

/// <summary>
/// Weighted sum of -ln p(token | those before), in nats, over the tokens that count. The logits of a vocabulary are
/// by far the widest rows of a model, so they are made and differentiated for a few positions at a time.
/// </summary>
public static class TokenLoss
{
    private const int MostLogits = 1 << 22;

    /// <summary>The sum over a batch, without gradients.</summary>
    public static double Sum(Decoder decoder, TokenBatch batch)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Chunks(decoder, Hidden(decoder, batch), batch, _ => { });
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
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = Hidden(decoder, batch);
        Tensor leaf = hidden.detach().requires_grad_();
        double sum = Chunks(decoder, leaf, batch, loss => (loss * scale).backward());
        Tensor? gradient = leaf.grad;
        if (gradient is not null) hidden.backward([gradient]);
        return sum;
    }

    private static Tensor Hidden(Decoder decoder, TokenBatch batch)
    {
        long[] shape = [batch.Rows, batch.Length];
        Tensor? segments = batch.Segments.AsSpan().ContainsAnyExcept(0L) ? tensor(batch.Segments, shape) : null;
        return decoder.Hidden(tensor(batch.Ids, shape), segments);
    }

    private static double Chunks(Decoder decoder, Tensor hidden, TokenBatch batch, Action<Tensor> each)
    {
        // The row before a token predicts it.
        int[] counted = [.. Enumerable.Range(1, batch.Ids.Length - 1)
            .Where(i => i % batch.Length != 0 && batch.Weights[i] != 0)];
        Tensor rows = hidden.view(batch.Ids.Length, -1);
        double sum = 0;
        foreach (int[] chunk in counted.Chunk(Math.Max(1, MostLogits / decoder.Config.VocabularySize)))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor before = tensor(chunk.Select(i => i - 1L).ToArray());
            Tensor targets = tensor(chunk.Select(i => batch.Ids[i]).ToArray());
            Tensor logits = decoder.Logits(rows.index_select(0, before));
            Tensor wide = logits.dtype == ScalarType.BFloat16 ? logits.to(ScalarType.Float32) : logits;
            Tensor weights = tensor(chunk.Select(i => batch.Weights[i]).ToArray()).to(wide.dtype);
            Tensor losses = nn.functional.cross_entropy(wide, targets, reduction: nn.Reduction.None);
            Tensor loss = (losses * weights).sum();
            each(loss);
            sum += loss.detach().to(ScalarType.Float64).item<double>();
        }

        return sum;
    }
}
