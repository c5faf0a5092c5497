using AssistantLoop.Inference.Constraints;
using AssistantLoop.Inference.Sampling;

namespace AssistantLoop.Inference;

/// <summary>One answer to generate.</summary>
public sealed record GenerationRequest
{
    /// <summary>The prompt's token ids, at least one, each in the model's vocabulary.</summary>
    public required IReadOnlyList<int> Prompt { get; init; }

    /// <summary>The adapter that answers; null asks the base model.</summary>
    public string? AdapterId { get; init; }

    /// <summary>Whom the answer is for. Tenants that wait get tokens in proportion to their weights, and what was read for
    /// one tenant is never used for another. The default is one tenant for all.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The tenant's share beside others', above 0; 1 by default.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What to do with a prompt that leaves no room for an answer: given the most tokens that fit, returns a
    /// prompt of no more. Null, the default, refuses it.</summary>
    public Func<int, IReadOnlyList<int>>? Trim { get; init; }

    /// <summary>How tokens are chosen. The default is greedy.</summary>
    public SamplingOptions Sampling { get; init; } = SamplingOptions.Greedy;

    /// <summary>What the answer must look like: it is one JSON document of this schema, however likely the model finds
    /// another text. Not used with ids only or stop strings. Null, the default, leaves it free.</summary>
    public JsonSchema? Schema { get; init; }

    /// <summary>The most tokens to generate, at least 1. Null, the default, goes on to the end of the
    /// context.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Texts that end the answer; neither they nor what follows is part of it.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>Token ids that end the answer. Null, the default, takes the model's own.</summary>
    public IReadOnlyList<int>? EndTokens { get; init; }

    /// <summary>True to get ids without text, for models that have no tokenizer. Stop strings cannot be used with
    /// it.</summary>
    public bool IdsOnly { get; init; }
}
