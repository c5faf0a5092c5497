namespace AssistantLoop.Inference.Sampling;

/// <summary>What one answer's options and its tokens so far add to the logits. Not thread-safe.</summary>
internal sealed class Penalties
{
    private readonly SamplingOptions _options;
    private readonly HashSet<int> _seen;
    private readonly Dictionary<int, int> _counts = [];

    public Penalties(SamplingOptions options, IReadOnlyList<int> prompt)
    {
        _options = options;
        _seen = Repeats ? [.. prompt] : [];
    }

    private bool Repeats => _options.RepetitionPenalty != 1;

    private bool Counts => _options.PresencePenalty != 0 || _options.FrequencyPenalty != 0;

    /// <summary>Changes the logits of one position.</summary>
    public void Apply(Span<float> logits)
    {
        foreach ((int id, float bias) in _options.LogitBias)
        {
            logits[id] += bias;
        }

        foreach (int id in _seen)
        {
            logits[id] = logits[id] < 0 ? logits[id] * _options.RepetitionPenalty : logits[id] / _options.RepetitionPenalty;
        }

        foreach ((int id, int count) in _counts)
        {
            logits[id] -= _options.PresencePenalty + (count * _options.FrequencyPenalty);
        }
    }

    /// <summary>Remembers a token of the answer.</summary>
    public void Remember(int id)
    {
        if (Repeats)
        {
            _seen.Add(id);
        }

        if (Counts)
        {
            _counts[id] = _counts.GetValueOrDefault(id) + 1;
        }
    }
}
