namespace AssistantLoop.Storage.Conversations;

/// <summary>One visitor's conversation with the assistant.</summary>
public sealed record Conversation
{
    public required Guid Id { get; init; }

    /// <summary>The visitor's id, as the host knows it.</summary>
    public required string Visitor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last question was asked or answer ended.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
