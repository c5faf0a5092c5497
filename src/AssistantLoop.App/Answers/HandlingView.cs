using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>Who answers a conversation, as clients see it.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="By">assistant, waiting or agent.</param>
/// <param name="Agent">The agent's name; null where none answers.</param>
public sealed record HandlingView(Guid ConversationId, string By, string? Agent)
{
    /// <summary>The view of who answers.</summary>
    public static HandlingView Of(Handling handling) => new(handling.ConversationId, NameOf(handling.By), handling.Agent);

    /// <summary>The name on the wire.</summary>
    public static string NameOf(HandledBy by) => by switch
    {
        HandledBy.Assistant => "assistant",
        HandledBy.Waiting => "waiting",
        _ => "agent",
    };
}
