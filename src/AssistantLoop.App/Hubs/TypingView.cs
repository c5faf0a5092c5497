namespace AssistantLoop.App.Hubs;

/// <summary>Who types.</summary>
/// <param name="ConversationId">Where.</param>
/// <param name="Who">visitor or agent.</param>
/// <param name="Name">The agent's name; null for a visitor.</param>
/// <param name="Typing">Whether they do.</param>
public sealed record TypingView(Guid ConversationId, string Who, string? Name, bool Typing);

/// <summary>Who answers a conversation, as the inbox shows it.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="By">assistant, waiting or agent.</param>
/// <param name="Agent">The agent's name; null where none answers.</param>
/// <param name="Online">Whether a page of the visitor is connected to this node.</param>
public sealed record ConversationChange(Guid Id, string By, string? Agent, bool Online);
