namespace AssistantLoop.Storage.Versions;

/// <summary>Base model, adapter, prompts, style and index configuration under one id: the unit that serves.</summary>
public sealed record AssistantVersion
{
    public required Guid Id { get; init; }

    /// <summary>1, 2, 3… within the tenant; what people call it by.</summary>
    public required int Number { get; init; }

    public required VersionStatus Status { get; init; }

    /// <summary>The base model's hash.</summary>
    public required string BaseHash { get; init; }

    /// <summary>The adapter's hash in the artefact store; null for the base model alone.</summary>
    public string? AdapterHash { get; init; }

    public required string PromptHash { get; init; }

    public required string StyleHash { get; init; }

    /// <summary>The hash of how passages are cut and searched; null where it was not recorded.</summary>
    public string? IndexHash { get; init; }

    /// <summary>The remote generator that answers, by its name; null for the local model.</summary>
    public string? Generator { get; init; }

    public string? DataSetHash { get; init; }

    public Guid? RunId { get; init; }

    public Guid? ParentId { get; init; }

    /// <summary>The parent's number, where a list was asked for that tells it.</summary>
    public int? ParentNumber { get; init; }

    /// <summary>What was measured, as JSON.</summary>
    public string? Metrics { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who decided what became of it.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When retention removed its adapter from the artefact store; it cannot serve since.</summary>
    public DateTimeOffset? PurgedAt { get; init; }
}
