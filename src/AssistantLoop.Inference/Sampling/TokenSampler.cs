using System.Numerics.Tensors;
using System.Security.Cryptography;

namespace AssistantLoop.Inference.Sampling;

/// <summary>Chooses the tokens of one answer. Not thread-safe.</summary>
internal sealed class TokenSampler
{
    private readonly SamplingOptions _options;
    private readonly Random _random;
    private readonly HashSet<int> _seen;

    public TokenSampler(SamplingOptions options, IReadOnlyList<int> prompt)
    {
        _options = options;
        _random = new Random(SeedOf(options));
        _seen = options.RepetitionPenalty == 1 ? [] : [.. prompt];
    }

    /// <summary>Chooses from the logits of one position, which are overwritten.</summary>
    /// <exception cref="ArithmeticException">A logit is not a number.</exception>
    public int Next(Span<float> logits)
    {
        Penalise(logits);
        if (float.IsNaN(TensorPrimitives.Max(logits)))
        {
            throw new ArithmeticException("a logit is not a number");
        }

        int id = _options.Temperature == 0 || _options.TopK == 1 ? TensorPrimitives.IndexOfMax(logits) : Draw(logits);
        if (_options.RepetitionPenalty != 1)
        {
            _seen.Add(id);
        }

        return id;
    }

    private void Penalise(Span<float> logits)
    {
        float penalty = _options.RepetitionPenalty;
        foreach (int id in _seen)
        {
            logits[id] = logits[id] < 0 ? logits[id] * penalty : logits[id] / penalty;
        }
    }

    private int Draw(Span<float> logits)
    {
        TensorPrimitives.Divide(logits, _options.Temperature, logits);
        Nucleus nucleus = Nucleus.Of(logits, _options.TopK, _options.TopP);
        return nucleus.Pick(_random.NextDouble());
    }

    private static int SeedOf(SamplingOptions options) => options.Seed is { } seed
        ? HashCodeOf(seed)
        : RandomNumberGenerator.GetInt32(int.MaxValue);

    // HashCode.Combine differs from process to process; answers must not.
    private static int HashCodeOf(long seed) => unchecked((int)(seed ^ (seed >> 32)));
}
