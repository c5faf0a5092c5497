using System.Numerics.Tensors;
using System.Security.Cryptography;
using AssistantLoop.Inference.Constraints;

namespace AssistantLoop.Inference.Sampling;

/// <summary>Chooses the tokens of one answer. Not thread-safe.</summary>
internal sealed class TokenSampler
{
    private readonly SamplingOptions _options;
    private readonly Random _random;
    private readonly Penalties _penalties;
    private readonly JsonConstraint? _constraint;

    public TokenSampler(SamplingOptions options, IReadOnlyList<int> prompt, JsonConstraint? constraint = null)
    {
        _constraint = constraint;
        _options = options;
        _random = new Random(SeedOf(options));
        _penalties = new Penalties(options, prompt);
    }

    /// <summary>Chooses from the logits of one position, which are overwritten.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="left">The tokens that may still come after this one.</param>
    /// <returns>The token, with log-probabilities where the options ask for them; its text is not known here.</returns>
    /// <exception cref="ArithmeticException">A logit is not a number.</exception>
    public GeneratedToken Next(Span<float> logits, int left = int.MaxValue)
    {
        if (float.IsNaN(TensorPrimitives.Max(logits)))
        {
            throw new ArithmeticException("a logit is not a number");
        }

        TokenLogProbability[]? top = _options.LogProbabilities is { } count ? LogProbabilities.Top(logits, count) : null;
        float? entropy = _options.Entropy ? TokenEntropy.Of(logits) : null;
        float[] given = top is null ? [] : logits.ToArray();
        _penalties.Apply(logits);
        _constraint?.Apply(logits, left);
        int id = _options.Temperature == 0 || _options.TopK == 1 ? TensorPrimitives.IndexOfMax(logits) : Draw(logits);
        _penalties.Remember(id);
        return new GeneratedToken(id, "", null)
        {
            LogProbability = top is null ? null : given[id] - LogProbabilities.Normaliser(given),
            Likeliest = top,
            Entropy = entropy,
        };
    }

    private int Draw(Span<float> logits)
    {
        TensorPrimitives.Divide(logits, _options.Temperature, logits);
        if (_options is { TopK: 0, TopP: 1, MinP: 0 })
        {
            return DrawFromAll(logits);
        }

        Nucleus nucleus = Nucleus.Of(logits, _options.TopK, _options.TopP, _options.MinP);
        return nucleus.Pick(_random.NextDouble());
    }

    // Nothing is cut off, so nothing needs to be sorted.
    private int DrawFromAll(Span<float> logits)
    {
        TensorPrimitives.SoftMax(logits, logits);
        double total = 0;
        foreach (float probability in logits)
        {
            total += probability;
        }

        double left = _random.NextDouble() * total;
        int last = 0;
        for (int id = 0; id < logits.Length && left >= 0; id++)
        {
            left -= logits[id];
            last = logits[id] > 0 ? id : last;
        }

        return last;
    }

    private static int SeedOf(SamplingOptions options) => options.Seed is { } seed
        ? HashCodeOf(seed)
        : RandomNumberGenerator.GetInt32(int.MaxValue);

    // HashCode.Combine differs from process to process; answers must not.
    private static int HashCodeOf(long seed) => unchecked((int)(seed ^ (seed >> 32)));
}
