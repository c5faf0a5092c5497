namespace AssistantLoop.Storage.Conversations;

/// <summary>Who answers a conversation now, and what was noted when that changed.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="By">Who answers.</param>
/// <param name="Agent">The agent's name; null where none does.</param>
/// <param name="Note">The note on the change; null where nothing changed.</param>
public sealed record Handling(Guid ConversationId, HandledBy By, string? Agent, Message? Note = null);
