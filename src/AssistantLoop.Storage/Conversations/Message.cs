namespace AssistantLoop.Storage.Conversations;

/// <summary>What somebody said in a conversation; an answer with its provenance.</summary>
public sealed record Message
{
    public required Guid Id { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>Position in the conversation, from 1.</summary>
    public required int Sequence { get; init; }

    public required MessageRole Role { get; init; }

    public required MessageState State { get; init; }

    /// <summary>The text; of an answer that streams, the text so far.</summary>
    public required string Text { get; init; }

    /// <summary>The number of the last piece that <see cref="Text"/> holds; 0 before the first.</summary>
    public required int LastPiece { get; init; }

    /// <summary>The id that the client gave its question, by which a repeated send is known.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>Of an answer: the question it answers.</summary>
    public Guid? ReplyTo { get; init; }

    /// <summary>What stands in the place of a regenerated answer or an edited question; null where nothing does.</summary>
    public Guid? ReplacedBy { get; init; }

    /// <summary>The agent who wrote it, or of whom a note tells.</summary>
    public string? Author { get; init; }

    /// <summary>Of a note: what it tells.</summary>
    public NoteKind? Note { get; init; }

    /// <summary>The version that answered.</summary>
    public Guid? VersionId { get; init; }

    /// <summary>The assembled prompt's hash in the prompt store.</summary>
    public string? PromptHash { get; init; }

    /// <summary>The passages that the prompt held, as JSON.</summary>
    public string? Passages { get; init; }

    /// <summary>Why generation ended, such as "stop" or "length".</summary>
    public string? FinishReason { get; init; }

    /// <summary>Milliseconds from the question to the answer's end.</summary>
    public int? LatencyMs { get; init; }

    /// <summary>Milliseconds from the question to the answer's first text.</summary>
    public int? FirstTextMs { get; init; }

    /// <summary>The tokens of the prompt; null where the engine did not say.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>The tokens of the answer.</summary>
    public int? AnswerTokens { get; init; }

    /// <summary>The mean entropy of the answer's tokens in nats; null where the engine did not say.</summary>
    public double? MeanEntropy { get; init; }

    /// <summary>The entropy of the token that the model was least sure of.</summary>
    public double? MaxEntropy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
