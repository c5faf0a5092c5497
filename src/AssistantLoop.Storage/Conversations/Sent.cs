namespace AssistantLoop.Storage.Conversations;

/// <summary>A visitor's message and what was begun for it.</summary>
/// <param name="Question">The visitor's message.</param>
/// <param name="Answer">The answer to follow; null where a person handles the conversation.</param>
/// <param name="IsNew">False where the same client message id came before: nothing was written, do not answer again.</param>
public sealed record Sent(Message Question, Message? Answer, bool IsNew)
{
    /// <summary>What was replaced, as it is now; empty for a plain message.</summary>
    public IReadOnlyList<Message> Replaced { get; init; } = [];

    /// <summary>The note that the visitor waits for a person; null where none was made.</summary>
    public Message? Note { get; init; }
}
