namespace AssistantLoop.App.Hubs;

/// <summary>What the server tells an agent's console by itself: of the conversation that it watches all that the visitor's
/// page hears, and of every conversation who answers.</summary>
public interface IAgent : IVisitor
{
    /// <summary>A conversation waits, was taken, was given back, or has a new message for its agent.</summary>
    Task ConversationChanged(ConversationChange change);
}
