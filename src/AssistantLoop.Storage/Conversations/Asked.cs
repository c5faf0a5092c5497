namespace AssistantLoop.Storage.Conversations;

/// <summary>A question and the answer begun for it.</summary>
/// <param name="Question">The visitor's message.</param>
/// <param name="Answer">The newest answer to it; streaming and empty where the question is new.</param>
/// <param name="IsNew">
/// False where the same client message id was sent before: nothing was written, do not answer again.
/// </param>
public sealed record Asked(Message Question, Message Answer, bool IsNew);
