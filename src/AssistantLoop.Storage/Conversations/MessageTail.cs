namespace AssistantLoop.Storage.Conversations;

/// <summary>
/// What a reader who resumes has missed. Where <see cref="State"/> has ended, nothing follows the pieces.
/// </summary>
public sealed record MessageTail(MessageState State, string? FinishReason, IReadOnlyList<MessagePiece> Pieces);

/// <summary>A piece of an answer's text as it was appended, numbered from 1 within its message.</summary>
public sealed record MessagePiece
{
    public required int Sequence { get; init; }
    public required string Text { get; init; }
}
