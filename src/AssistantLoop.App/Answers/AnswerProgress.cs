using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>How far an answer is.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Pieces">The texts of its pieces after the one that was asked about, numbered on from it.</param>
/// <param name="Ended">Whether nothing follows them.</param>
internal sealed record AnswerProgress(Message Answer, IReadOnlyList<string> Pieces, bool Ended);
