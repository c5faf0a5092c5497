namespace AssistantLoop.Storage.Conversations;

/// <summary>Only the end of a conversation can be changed: what came later was said in view of what came before.</summary>
public sealed class NotLastMessageException(string message) : Exception(message);
