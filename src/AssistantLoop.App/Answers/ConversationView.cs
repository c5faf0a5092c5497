namespace AssistantLoop.App.Answers;

/// <summary>A conversation, as clients see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Messages">Its last messages, in order; older ones are asked for by the first one's number.</param>
/// <param name="Handling">Who answers it.</param>
/// <param name="Seen">The number of the last message that the visitor has seen; 0 for none.</param>
/// <param name="Satisfaction">How content the visitor was, 1 to 5; null where they did not say.</param>
public sealed record ConversationView(
    Guid Id, IReadOnlyList<MessageView> Messages, HandlingView Handling, int Seen, int? Satisfaction);
