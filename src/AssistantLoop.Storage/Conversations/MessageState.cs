namespace AssistantLoop.Storage.Conversations;

/// <summary>How far a message is. Streaming becomes one of the others, once.</summary>
public enum MessageState
{
    /// <summary>The answer is being written.</summary>
    Streaming,

    /// <summary>The model ended it, or it is a question.</summary>
    Complete,

    /// <summary>The visitor stopped it.</summary>
    Stopped,

    /// <summary>An error or the death of the process ended it.</summary>
    Failed,
}
