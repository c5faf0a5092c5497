namespace AssistantLoop.Learning.Conversations;

/// <summary>A question that can be understood, and its answer judged, without the rest of its conversation.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="AnswerId">The answer's message; null of an imported conversation or where no answer came.</param>
/// <param name="Turn">The question's place among the conversation's, from 1.</param>
/// <param name="Context">The turns that the question depends on, oldest first; empty where it stands alone.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">The newest answer.</param>
/// <param name="NewTopic">Whether it has nothing in common with the turn before.</param>
/// <param name="Repeats">The turn that asked the same before.</param>
/// <param name="Outcome">What probably came of it.</param>
/// <param name="Evidence">All that speaks for an outcome, in words.</param>
public sealed record ConversationTask(
    Guid ConversationId,
    Guid? AnswerId,
    int Turn,
    IReadOnlyList<TaskTurn> Context,
    string Question,
    string? Answer,
    bool NewTopic,
    int? Repeats,
    TaskOutcome Outcome,
    IReadOnlyList<string> Evidence);

/// <summary>A question and its answer.</summary>
public sealed record TaskTurn(string Question, string? Answer);
