namespace AssistantLoop.Inference.Sampling;

/// <summary>How the next token is chosen from the model's logits, in this order: repetition penalty, temperature,
/// top-k, top-p, one draw.</summary>
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

    /// <summary>The same seed, prompt and model give the same answer. Null, the default, draws a fresh one.</summary>
    public long? Seed { get; init; }

    internal void Validate()
    {
        Require(Temperature is >= 0 and <= 100, nameof(Temperature), Temperature, "0 to 100");
        Require(TopK >= 0, nameof(TopK), TopK, "0 or more");
        Require(TopP is > 0 and <= 1, nameof(TopP), TopP, "above 0 and at most 1");
        bool positive = RepetitionPenalty > 0 && float.IsFinite(RepetitionPenalty);
        Require(positive, nameof(RepetitionPenalty), RepetitionPenalty, "above 0");
    }

    private static void Require(bool holds, string name, object given, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} must be {range}. Given: {given}.");
        }
    }
}
