namespace AssistantLoop.Storage.Conversations;

/// <summary>A question, its newest answer, and what was said about any of its answers.</summary>
public sealed record LoggedTurn
{
    public required Guid ConversationId { get; init; }

    public required Guid QuestionId { get; init; }

    public required string Question { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Null where no answer was begun.</summary>
    public Guid? AnswerId { get; init; }

    public string? Answer { get; init; }

    public MessageState? AnswerState { get; init; }

    /// <summary>How many answers the question got; above 1 the visitor asked for another.</summary>
    public int Answers { get; init; }

    public int RatedUp { get; init; }

    public int RatedDown { get; init; }

    public int Flags { get; init; }

    public int Corrections { get; init; }
}
