using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Api;

/// <summary>
/// A piece of feedback, as agents see it. An imported row has no message and no visitor, and its source is file and line.
/// </summary>
public sealed record FeedbackView(
    Guid Id,
    string Kind,
    Guid? MessageId,
    Guid ConversationId,
    string Question,
    string? Chosen,
    string? Rejected,
    string? Reason,
    string Author,
    string? Visitor,
    string? Source,
    string Decision,
    bool ByIdentity,
    string? DecisionReason,
    string? Cause,
    int DataSets,
    DateTimeOffset CreatedAt)
{
    /// <summary>The view of a piece.</summary>
    public static FeedbackView Of(FeedbackPiece piece) => new(
        piece.Id,
        WireNames.Of(piece.Kind),
        piece.MessageId,
        piece.ConversationId,
        piece.Question,
        piece.Chosen,
        piece.Rejected,
        piece.Reason,
        piece.Author,
        piece.Visitor,
        piece.Source,
        WireNames.Of(piece.Decision),
        piece.ByIdentity,
        piece.DecisionReason,
        piece.Cause is { } cause ? WireNames.Of(cause) : null,
        piece.DataSets,
        piece.CreatedAt);
}
