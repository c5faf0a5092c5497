namespace AssistantLoop.Inference;

/// <summary>A prompt has more tokens than the engine's context can hold with room for one answer token.</summary>
public sealed class PromptTooLongException(int limit, int given)
    : Exception($"The prompt must have at most {limit} tokens. Given: {given}.")
{
    /// <summary>The most tokens a prompt may have.</summary>
    public int Limit { get; } = limit;

    /// <summary>How many tokens the prompt had.</summary>
    public int Given { get; } = given;
}
