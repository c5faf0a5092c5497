namespace AssistantLoop.Storage.Webhooks;

/// <summary>One event on its way to one webhook.</summary>
public sealed record WebhookDelivery
{
    public required string Tenant { get; init; }

    public required Guid Id { get; init; }

    public required Guid WebhookId { get; init; }

    /// <summary>The event's id, the same at every webhook and every try: receivers know repeats by it.</summary>
    public required Guid EventId { get; init; }

    public required string Event { get; init; }

    /// <summary>The body, JSON.</summary>
    public required string Payload { get; init; }

    public required DeliveryState State { get; init; }

    /// <summary>Tries begun so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next; while it is being tried, when that try counts as lost.</summary>
    public required DateTimeOffset NextAt { get; init; }

    /// <summary>The HTTP status of the last try; null where none was answered.</summary>
    public int? LastStatus { get; init; }

    public string? LastError { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }
}

/// <summary>What became of a delivery.</summary>
public enum DeliveryState
{
    /// <summary>It waits for its next try.</summary>
    Pending,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>All tries failed; a person may have it tried again.</summary>
    Dead,
}
