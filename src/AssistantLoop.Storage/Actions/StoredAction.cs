namespace AssistantLoop.Storage.Actions;

/// <summary>An action that the assistant proposed in an answer.</summary>
public sealed record StoredAction
{
    public required Guid Id { get; init; }

    /// <summary>The answer that proposes it.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The conversation of the answer.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>The visitor whose conversation it is.</summary>
    public required string Visitor { get; init; }

    /// <summary>The declared action's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its arguments, a JSON object.</summary>
    public required string Arguments { get; init; }

    public required ActionState State { get; init; }

    /// <summary>What came of it, as a text for the visitor; null while nothing did.</summary>
    public string? Result { get; init; }

    /// <summary>By which the webhook knows a call that it got before.</summary>
    public required string IdempotencyKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
