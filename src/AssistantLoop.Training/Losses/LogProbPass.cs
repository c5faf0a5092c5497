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
    private const int MostLogits = 1 << 22;

    private readonly Decoder _decoder;
    private readonly HiddenPass _pass;
    private readonly int[] _counted;
    private readonly long[] _targets;

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
        (_decoder, _counted) = (decoder, Counted(batch));
        _targets = [.. _counted.Select(i => batch.Ids[i])];
        _pass = new HiddenPass(decoder, batch, checkpointing);
        Tensor? gradient = scale is null
            ? null
            : tensor(_counted.Select(i => (float)(-scale * batch.Weights[i])).ToArray()).to(Wide(decoder.ComputeType));
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
        int[] counted = Counted(batch);
        Tensor rows = Rows(decoder.Hidden(tensor(batch.Ids), batch.Lengths), counted);
        long[] targets = [.. counted.Select(i => batch.Ids[i])];
        List<Tensor> found = [];
        foreach ((int start, int count) in Chunks(decoder, counted.Length))
        {
            using DisposeScope inner = NewDisposeScope();
            (Tensor logProbs, _) = Judge(decoder, rows.narrow(0, start, count), targets.AsSpan(start, count));
            found.Add(logProbs.MoveToOuterDisposeScope());
        }

        return cat(found, 0).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The sum over a batch of weight · -log p. <paramref name="scale"/> times its gradient is added to the weights
    /// that learn. One walk over the logits does both, as the loss's slope is known before.
    /// </summary>
    public static double BackwardWeighted(Decoder decoder, TokenBatch batch, double scale, bool checkpointing)
    {
        using DisposeScope scope = NewDisposeScope();
        LogProbPass pass = new(decoder, batch, checkpointing, scale);
        Tensor weights = tensor(pass._counted.Select(i => batch.Weights[i]).ToArray()).to(pass.LogProbs.dtype);
        return -(pass.LogProbs * weights).sum().to(ScalarType.Float64).item<double>();
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
        Tensor before = tensor(_counted.Select(i => i - 1L).ToArray());
        _pass.Backward(zeros_like(_pass.Hidden).index_add_(0, before, slopes.to(_pass.Hidden.dtype), 1));
    }

    // With a gradient the slopes are multiplied by it, and the head's own gradient is added where it learns.
    private (Tensor LogProbs, Tensor? Slopes) Walk(Tensor? gradient, bool wantSlopes)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Parameter head = _decoder.Head;
        Tensor narrowHead = head.detach().to(_decoder.ComputeType);
        Tensor rows = Rows(_pass.Hidden, _counted);
        List<Tensor> logProbs = [], slopes = [];
        foreach ((int start, int count) in Chunks(_decoder, _counted.Length))
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor hidden = rows.narrow(0, start, count).to(_decoder.ComputeType);
            (Tensor found, Tensor wide) = Judge(_decoder, hidden, _targets.AsSpan(start, count));
            logProbs.Add(found.MoveToOuterDisposeScope());
            if (!wantSlopes) continue;

            // d log p / d logits = [token] - softmax (Bishop 2006, equation 4.106).
            Tensor byLogits = wide.exp_().neg_().scatter_add_(1, Targets(start, count), ones(count, 1, wide.dtype));
            if (gradient is not null) byLogits.mul_(gradient.narrow(0, start, count).unsqueeze(1));
            Tensor narrow = byLogits.to(_decoder.ComputeType);
            slopes.Add(narrow.matmul(narrowHead).to(wide.dtype).MoveToOuterDisposeScope());
            if (gradient is not null && head.requires_grad) Accumulate(head, narrow.t().matmul(hidden));
        }

        Tensor all = (logProbs.Count == 0 ? zeros(0, Wide(_decoder.ComputeType)) : cat(logProbs, 0))
            .MoveToOuterDisposeScope();
        return (all, slopes.Count == 0 ? null : cat(slopes, 0).MoveToOuterDisposeScope());
    }

    private Tensor Targets(int start, int count) => tensor(_targets[start..(start + count)]).unsqueeze(1);

    // log p of the targets [rows], and all log-probabilities [rows, vocabulary], at least 32 bits wide.
    private static (Tensor Found, Tensor All) Judge(Decoder decoder, Tensor rows, ReadOnlySpan<long> targets)
    {
        Tensor logits = decoder.Logits(rows);
        Tensor wide = logits.dtype == ScalarType.BFloat16 ? logits.to(ScalarType.Float32) : logits;
        Tensor all = wide.sub_(wide.logsumexp(-1, keepdim: true));
        return (all.gather(1, tensor(targets.ToArray()).unsqueeze(1)).squeeze(1), all);
    }

    private static void Accumulate(Parameter parameter, Tensor gradient)
    {
        Tensor wide = gradient.to(parameter.dtype);
        if (parameter.grad is { } before) before.add_(wide);
        else parameter.grad = wide;
    }

    // The row before a token predicts it.
    private static Tensor Rows(Tensor hidden, int[] counted) =>
        hidden.index_select(0, tensor(counted.Select(i => i - 1L).ToArray()));

    private static int[] Counted(TokenBatch batch)
    {
        int[] counted = [.. Enumerable.Range(0, batch.Ids.Length).Where(i => batch.Weights[i] != 0)];
        int start = 0;
        foreach (int length in batch.Lengths)
        {
            if (batch.Weights[start] != 0) throw new ArgumentException("A text's first token has nothing before it.");
            start += length;
        }

        return counted;
    }

    private static IEnumerable<(int Start, int Count)> Chunks(Decoder decoder, int rows)
    {
        int most = Math.Max(1, MostLogits / decoder.Config.VocabularySize);
        for (int start = 0; start < rows; start += most) yield return (start, Math.Min(most, rows - start));
    }

    private static ScalarType Wide(ScalarType type) => type == ScalarType.BFloat16 ? ScalarType.Float32 : type;
}
