namespace AssistantLoop.Storage.Conversations;

/// <summary>An imported conversation: the longest of its rows, whose prompt holds all turns before the last answer.</summary>
public sealed record ImportedTurns
{
    public required Guid ConversationId { get; init; }

    /// <summary>The prompt as the prompt store keeps it.</summary>
    public required string Prompt { get; init; }

    /// <summary>The last answer.</summary>
    public required string Chosen { get; init; }
}
