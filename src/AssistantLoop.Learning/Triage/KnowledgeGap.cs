using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Triage;

/// <summary>Something that visitors ask and the documents, or the search in them, do not give.</summary>
/// <param name="Question">The newest of the questions.</param>
/// <param name="Questions">All wordings of it, five at most.</param>
/// <param name="Count">How many bad answers come from it.</param>
/// <param name="Cause">A missing document or a retrieval miss.</param>
/// <param name="RightAnswer">The right answer, where an agent wrote one.</param>
/// <param name="Documents">Where the documents say it, "path: title" each.</param>
/// <param name="IsMended">Whether an answer's prompt would hold it now.</param>
/// <param name="ToDo">What to do about it, in a sentence.</param>
/// <param name="MessageIds">The answers, the newest first, twenty at most.</param>
public sealed record KnowledgeGap(
    string Question,
    IReadOnlyList<string> Questions,
    int Count,
    FaultCause Cause,
    string? RightAnswer,
    IReadOnlyList<string> Documents,
    bool IsMended,
    string ToDo,
    IReadOnlyList<Guid> MessageIds);
