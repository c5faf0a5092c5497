namespace AssistantLoop.Storage.Conversations;

/// <summary>What a note in a conversation tells.</summary>
public enum NoteKind
{
    /// <summary>The visitor asked for a person.</summary>
    HandedOver,

    /// <summary>A message came while nobody had taken the conversation.</summary>
    Waiting,

    /// <summary>An agent took the conversation.</summary>
    Taken,

    /// <summary>The assistant answers again.</summary>
    Returned,
}
