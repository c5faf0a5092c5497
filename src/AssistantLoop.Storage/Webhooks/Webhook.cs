using System.Text.Json;

namespace AssistantLoop.Storage.Webhooks;

/// <summary>An address of the business's that is told of events.</summary>
public sealed record Webhook
{
    public required string Tenant { get; init; }

    public required Guid Id { get; init; }

    public required string Url { get; init; }

    /// <summary>A JSON array of the events to tell.</summary>
    public required string Events { get; init; }

    /// <summary>Which of the secrets derived for the webhook signs now.</summary>
    public required int SecretGeneration { get; init; }

    /// <summary>Until when the secret before that one signs too.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>Events that were left out because too many waited.</summary>
    public required long Dropped { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>The events to tell.</summary>
    public IReadOnlyList<string> Names => JsonSerializer.Deserialize<string[]>(Events)!;
}
