using static TorchSharp.torch;

namespace AssistantLoop.Training.Generation;

/// <summary>Draws tokens from logits. Each answer has its own numbers, whatever becomes of the others.</summary>
internal sealed class TokenChoice(SamplingOptions options, long seed) : IDisposable
{
    private readonly Generator _generator = new((ulong)seed);

    /// <summary>A token for each row of logits [rows, vocabulary], which answers of these numbers wait for.</summary>
    public long[] Draw(Tensor logits, IReadOnlyList<int> answers)
    {
        if (options.Temperature == 0) return logits.argmax(-1).data<long>().ToArray();
        Tensor shares = (logits.to(ScalarType.Float64) / options.Temperature).softmax(-1);
        Tensor? tokens = null;
        if (options.TopP < 1) (shares, tokens) = shares.sort(-1, descending: true, stable: true);

        // A token is kept while those before it hold less than p. What is not kept lies above any number drawn.
        Tensor sums = shares.cumsum(-1);
        Tensor kept = sums.masked_fill((sums - shares).ge(options.TopP), 0).amax([-1], keepdim: true);
        Tensor drawn = rand(options.Answers, 1, ScalarType.Float64, generator: _generator)
            .index_select(0, tensor(answers.Select(answer => (long)answer).ToArray()));
        Tensor places = sums.le(drawn * kept).sum(-1, keepdim: true);
        return (tokens is null ? places : tokens.gather(-1, places)).data<long>().ToArray();
    }

    public void Dispose() => _generator.Dispose();
}
