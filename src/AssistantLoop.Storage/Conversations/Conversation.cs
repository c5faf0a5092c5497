namespace AssistantLoop.Storage.Conversations;

/// <summary>One visitor's conversation with the business.</summary>
public sealed record Conversation
{
    public required Guid Id { get; init; }

    /// <summary>The visitor's id, as the host knows it.</summary>
    public required string Visitor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last question was asked or answer ended.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who answers it.</summary>
    public HandledBy HandledBy { get; init; }

    /// <summary>The agent who does; null where none does.</summary>
    public string? Agent { get; init; }

    /// <summary>The number of the last message that the visitor has seen; 0 for none.</summary>
    public int Seen { get; init; }

    /// <summary>How content the visitor was, 1 to 5; null where they did not say.</summary>
    public int? Satisfaction { get; init; }

    /// <summary>What the visitor said to that.</summary>
    public string? SatisfactionComment { get; init; }

    /// <summary>The language of the page that it was begun on; null where unknown.</summary>
    public string? Language { get; init; }

    /// <summary>The channel that it was begun on; null where unknown.</summary>
    public string? Channel { get; init; }

    /// <summary>The address of the page that it was begun on; null where unknown.</summary>
    public string? Page { get; init; }
}
