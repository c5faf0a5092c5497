namespace AssistantLoop.Inference.Sampling;

/// <summary>How the next token is chosen from the model's logits, in this order: logit bias, repetition, presence and
/// frequency penalties, temperature, min-p, top-k, top-p, one draw.</summary>
public sealed record SamplingOptions
{
    /// <summary>Always the likeliest token.</summary>
    public static SamplingOptions Greedy { get; } = new();

    /// <summary>Logits are divided by it, 0 to 100. 0, the default, is greedy.</summary>
    public float Temperature { get; init; }

    /// <summary>Draw from the k likeliest tokens only. 0, the default, draws from all.</summary>
    public int TopK { get; init; }

    /// <summary>Draw from the fewest tokens whose probabilities sum to it, above 0 and up to 1, the default.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Logits of tokens in the prompt or the answer are divided by it where positive and multiplied where
    /// negative (Keskar et al., 2019). Above 0; 1, the default, changes nothing.</summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Keep only tokens with at least this share of the likeliest token's probability (Nguyen et al., 2024), 0
    /// to 1. 0, the default, keeps all.</summary>
    public float MinP { get; init; }

    /// <summary>Taken off the logit of every token that the answer already holds, -2 to 2; 0 by default.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Taken off a token's logit as many times as the answer already holds it, -2 to 2; 0 by default.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Added to the logits of single tokens, each -100 to 100; none by default. 100 all but forces a token, -100
    /// all but forbids it.</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();

    /// <summary>How many likeliest tokens to report beside the chosen one with their log-probabilities, 0 to 20; null,
    /// the default, reports none, not even the chosen one's.</summary>
    public int? LogProbabilities { get; init; }

    /// <summary>True to report with each token how unsure the model was of it, see <see cref="GeneratedToken.Entropy"/>.</summary>
    public bool Entropy { get; init; }

    /// <summary>The same seed, prompt and model give the same answer. Null, the default, draws a fresh one.</summary>
    public long? Seed { get; init; }

    internal void Validate()
    {
        Require(Temperature is >= 0 and <= 100, nameof(Temperature), Temperature, "0 to 100");
        Require(TopK >= 0, nameof(TopK), TopK, "0 or more");
        Require(TopP is > 0 and <= 1, nameof(TopP), TopP, "above 0 and at most 1");
        Require(MinP is >= 0 and <= 1, nameof(MinP), MinP, "0 to 1");
        Require(PresencePenalty is >= -2 and <= 2, nameof(PresencePenalty), PresencePenalty, "-2 to 2");
        Require(FrequencyPenalty is >= -2 and <= 2, nameof(FrequencyPenalty), FrequencyPenalty, "-2 to 2");
        foreach ((int id, float bias) in LogitBias)
        {
            Require(bias is >= -100 and <= 100, nameof(LogitBias), $"{bias} for token {id}", "-100 to 100");
        }

        Require(LogProbabilities is null or (>= 0 and <= 20), nameof(LogProbabilities), LogProbabilities, "0 to 20");
        bool positive = RepetitionPenalty > 0 && float.IsFinite(RepetitionPenalty);
        Require(positive, nameof(RepetitionPenalty), RepetitionPenalty, "above 0");
    }

    private static void Require(bool holds, string name, object? given, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} must be {range}. Given: {given}.");
        }
    }
}
