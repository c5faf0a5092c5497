using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>How far an answer is persisted.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Pieces">Its pieces after the one that was asked about.</param>
/// <param name="Ended">Whether nothing follows them.</param>
internal sealed record AnswerProgress(Message Answer, IReadOnlyList<MessagePiece> Pieces, bool Ended);
