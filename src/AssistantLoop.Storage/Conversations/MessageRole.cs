namespace AssistantLoop.Storage.Conversations;

/// <summary>Who wrote a message.</summary>
public enum MessageRole
{
    User,
    Assistant,
}
