namespace AssistantLoop.Storage.Conversations;

/// <summary>Who answers a conversation.</summary>
public enum HandledBy
{
    /// <summary>The model.</summary>
    Assistant,

    /// <summary>Nobody yet: it waits for an agent.</summary>
    Waiting,

    /// <summary>An agent.</summary>
    Agent,
}
