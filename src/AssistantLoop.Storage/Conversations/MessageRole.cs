namespace AssistantLoop.Storage.Conversations;

/// <summary>Who wrote a message.</summary>
public enum MessageRole
{
    /// <summary>The visitor.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>A person of the business.</summary>
    Agent,

    /// <summary>The program, on what became of the conversation.</summary>
    Note,
}
