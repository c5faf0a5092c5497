namespace AssistantLoop.Learning.Conversations;

/// <summary>The tasks of some conversations.</summary>
/// <param name="Tasks">The tasks, each conversation's in order.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
public sealed record TaskPage(IReadOnlyList<ConversationTask> Tasks, Guid? Next);
