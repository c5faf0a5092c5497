using AssistantLoop.Training.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Losses;

/// <summary>
/// log p(token | those before), in nats, of a batch's tokens that count, and the way back from a loss of them. The
/// logits of a vocabulary are by far the widest rows of a model, so they are made for a few positions at a time and
/// never stand whole. Its tensors belong to the dispose scope it is made in.
/// </summary>
internal sealed class LogProbPass
{
    // As many as a processor's cache likes; a GPU wants its operators large and has the memory (1 GiB in 32 bits).
    private const int MostLogits = 1 << 22;
    private const int MostLogitsOfGpu = 1 << 28;

    private readonly Decoder _decoder;
    private readonly HiddenPass _pass;
    private readonly CountedTokens _counted;

    // d log p / d hidden, a row a counted token; null where the head learns, which needs the logits once more.
    private readonly Tensor? _slopes;

    /// <summary>Computes the log-probabilities.</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="batch">The texts.</param>
    /// <param name="checkpointing">Keep only each layer's input for the way back, and compute the rest once more.</param>
    public LogProbPass(Decoder decoder, TokenBatch batch, bool checkpointing)
        : this(decoder, batch, checkpointing, null)
    {
        LogProbs.requires_grad_();
    }

    // With a scale the way back is gone at once, by minus that scale times each token's weight.
    private LogProbPass(Decoder decoder, TokenBatch batch, bool checkpointing, double? scale)
    {
        (_decoder, _counted) = (decoder, new CountedTokens(batch, decoder.Device));
        _pass = new HiddenPass(decoder, batch, checkpointing);
        Tensor? gradient = scale is { } factor
            ? _counted.WeightsTimes(-factor).On(decoder.Device).to(Wide(decoder.ComputeType))
            : null;
        (LogProbs, _slopes) = Walk(gradient, wantSlopes: scale is not null || !decoder.Head.requires_grad);
        if (scale is not null && _slopes is not null) GoBack(_slopes);
    }

    /// <summary>log p of each token whose weight is not 0, in the batch's order, at least 32 bits wide: [counted]. A
    /// leaf, for a loss to be differentiated by.</summary>
    public Tensor LogProbs { get; }

    /// <summary>The same without a way back.</summary>
    public static Tensor Of(Decoder decoder, TokenBatch batch)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        CountedTokens counted = new(batch, decoder.Device);
        Tensor rows = counted.RowsBefore(decoder.Hidden(batch.Ids.On(decoder.Device), batch.Lengths));
        List<Tensor> found = [];
        foreach ((int start, int count) in Chunks(decoder, counted.Count))
        {
            using DisposeScope inner = NewDisposeScope();
            (Tensor logProbs, _) = Judge(decoder, rows.narrow(0, start, count), counted.Targets(start, count));
            found.Add(logProbs.MoveToOuterDisposeScope());
        }

        return cat(found, 0).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The sum over a batch of weight · -log p. <paramref name="scale"/> times its gradient is added to the weights
    /// that learn. One walk over the logits does both, as the loss's slope is known before. The sum is a Float64 that
    /// stays on the device, so that nobody need wait for it.
    /// </summary>
    public static Tensor BackwardWeighted(Decoder decoder, TokenBatch batch, double scale, bool checkpointing)
    {
        using DisposeScope scope = NewDisposeScope();
        LogProbPass pass = new(decoder, batch, checkpointing, scale);
        Tensor weights = pass._counted.WeightsTimes(1).On(decoder.Device).to(pass.LogProbs.dtype);
        return (pass.LogProbs * weights).sum().to(ScalarType.Float64).neg().MoveToOuterDisposeScope();
    }

    /// <summary>Adds to the weights that learn, given the loss's gradient in <see cref="LogProbs"/>.</summary>
    public void Backward()
    {
        if (LogProbs.grad is not { } gradient) return;
        Tensor slopes = _slopes is null ? Walk(gradient, wantSlopes: true).Slopes! : _slopes * gradient.unsqueeze(1);
        GoBack(slopes);
    }

    private void GoBack(Tensor slopes)
    {
        using IDisposable frozen = no_grad();
        _pass.Backward(
            zeros_like(_pass.Hidden).index_add_(0, _counted.Before, slopes.to(_pass.Hidden.dtype), 1));
    }

    // With a gradient the slopes are multiplied by it, and the head's own gradient is added where it learns.
    private (Tensor LogProbs, Tensor? Slopes) Walk(Tensor? gradient, bool wantSlopes)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Parameter head = _decoder.Head;
        Tensor narrowHead = head.detach().to(_decoder.ComputeType);
        Tensor rows = _counted.RowsBefore(_pass.Hidden);
        List<Tensor> logProbs = [], slopes = [];
        foreach ((int start, int count) in Chunks(_decoder, _counted.Count))
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor hidden = rows.narrow(0, start, count).to(_decoder.ComputeType);
            Tensor targets = _counted.Targets(start, count);
            (Tensor found, Tensor wide) = Judge(_decoder, hidden, targets);
            logProbs.Add(found.MoveToOuterDisposeScope());
            if (!wantSlopes) continue;

            // d log p / d logits = [token] - softmax (Bishop 2006, equation 4.106).
            Tensor byLogits = wide.exp_().neg_().scatter_add_(1, targets, ones(count, 1, wide.dtype, wide.device));
            if (gradient is not null) byLogits.mul_(gradient.narrow(0, start, count).unsqueeze(1));
            Tensor narrow = byLogits.to(_decoder.ComputeType);
            slopes.Add(narrow.matmul(narrowHead).to(wide.dtype).MoveToOuterDisposeScope());
            if (gradient is not null && head.requires_grad) Accumulate(head, narrow.t().matmul(hidden));
        }

        Tensor all = (logProbs.Count == 0 ? zeros(0, Wide(_decoder.ComputeType), _decoder.Device) : cat(logProbs, 0))
            .MoveToOuterDisposeScope();
        return (all, slopes.Count == 0 ? null : cat(slopes, 0).MoveToOuterDisposeScope());
    }

    // log p of the targets [rows, 1] as [rows], and all log-probabilities [rows, vocabulary], at least 32 bits wide.
    private static (Tensor Found, Tensor All) Judge(Decoder decoder, Tensor rows, Tensor targets)
    {
        Tensor logits = decoder.Logits(rows);
        Tensor all = logits.is_cuda ? logits.log_softmax(-1, Wide(logits.dtype)) : LogSoftmax(logits);
        return (all.gather(1, targets).squeeze(1), all);
    }

    // In place: on a processor libtorch's own would make one more row of the vocabulary's width.
    private static Tensor LogSoftmax(Tensor logits)
    {
        Tensor wide = logits.to(Wide(logits.dtype));
        return wide.sub_(wide.logsumexp(-1, keepdim: true));
    }

    private static void Accumulate(Parameter parameter, Tensor gradient)
    {
        Tensor wide = gradient.to(parameter.dtype);
        if (parameter.grad is { } before) before.add_(wide);
        else parameter.grad = wide;
    }

    private static IEnumerable<(int Start, int Count)> Chunks(Decoder decoder, int rows)
    {
        int logits = decoder.Device.type == DeviceType.CUDA ? MostLogitsOfGpu : MostLogits;
        int most = Math.Max(1, logits / decoder.Config.VocabularySize);
        for (int start = 0; start < rows; start += most) yield return (start, Math.Min(most, rows - start));
    }

    private static ScalarType Wide(ScalarType type) => type == ScalarType.BFloat16 ? ScalarType.Float32 : type;
}
