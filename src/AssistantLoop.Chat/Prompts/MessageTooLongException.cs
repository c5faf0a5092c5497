namespace AssistantLoop.Chat.Prompts;

/// <summary>The visitor's message does not fit the model's prompt, even with nothing else in it.</summary>
public sealed class MessageTooLongException(int tokens, int limit)
    : Exception($"The message is too long: the prompt has {tokens} tokens, and {limit} is the most. Please shorten it.")
{
    /// <summary>The prompt's tokens.</summary>
    public int Tokens { get; } = tokens;

    /// <summary>The most tokens a prompt may have.</summary>
    public int Limit { get; } = limit;
}
