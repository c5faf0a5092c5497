using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Storage.Erasure;

/// <summary>A conversation with its messages in order, and where it was begun.</summary>
public sealed record ExportedConversation(
    Guid Id, DateTimeOffset CreatedAt, IReadOnlyList<ExportedMessage> Messages, IReadOnlyList<ExportedAction> Actions)
{
    /// <summary>The language of the page that it was begun on.</summary>
    public string? Language { get; init; }

    /// <summary>The channel that it was begun on.</summary>
    public string? Channel { get; init; }

    /// <summary>The address of that page.</summary>
    public string? Page { get; init; }

    /// <summary>How content they were, 1 to 5.</summary>
    public int? Satisfaction { get; init; }

    /// <summary>What they said to that.</summary>
    public string? SatisfactionComment { get; init; }

    internal static ExportedConversation Of(
        Conversation conversation, IReadOnlyList<ExportedMessage> messages, IReadOnlyList<ExportedAction> actions) =>
        new(conversation.Id, conversation.CreatedAt, messages, actions)
        {
            Language = conversation.Language,
            Channel = conversation.Channel,
            Page = conversation.Page,
            Satisfaction = conversation.Satisfaction,
            SatisfactionComment = conversation.SatisfactionComment,
        };
}

/// <summary>What was said: by the visitor, the assistant, an agent, or as a note.</summary>
public sealed record ExportedMessage
{
    public required Guid Id { get; init; }
    public required string Role { get; init; }

    /// <summary>The agent who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>Of a note: what it tells.</summary>
    public string? Note { get; init; }

    public required string Text { get; init; }
    public required string State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What stands in its place.</summary>
    public Guid? ReplacedBy { get; init; }

    /// <summary>Of an answer: what it was made by beside its prompt.</summary>
    public JsonElement? Trace => TraceJson is null ? null : JsonSerializer.Deserialize<JsonElement>(TraceJson);

    [JsonIgnore]
    public string? TraceJson { get; init; }
}

/// <summary>What the assistant proposed to do for them, and what came of it.</summary>
public sealed record ExportedAction
{
    public required Guid Id { get; init; }
    public required Guid MessageId { get; init; }
    public required string Name { get; init; }
    public JsonElement Arguments => JsonSerializer.Deserialize<JsonElement>(ArgumentsJson);
    public required string State { get; init; }
    public string? Result { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    [JsonIgnore]
    public string ArgumentsJson { get; init; } = "{}";
}
