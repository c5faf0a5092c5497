namespace AssistantLoop.Storage.Versions;

/// <summary>What a version consists of and where it comes from.</summary>
public sealed record NewVersion
{
    /// <summary>The base model's hash.</summary>
    public required string BaseHash { get; init; }

    /// <summary>The adapter's hash in the artefact store; null for the base model alone.</summary>
    public string? AdapterHash { get; init; }

    /// <summary>The hash of the prompt files.</summary>
    public required string PromptHash { get; init; }

    /// <summary>The hash of the style files.</summary>
    public required string StyleHash { get; init; }

    /// <summary>The hash of how passages are cut and searched; null takes the parent's.</summary>
    public string? IndexHash { get; init; }

    public string? DataSetHash { get; init; }

    public Guid? RunId { get; init; }

    /// <summary>The version it was made from.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>What was measured, as JSON.</summary>
    public string? Metrics { get; init; }

    /// <summary>The remote generator that answers, by its name in generators.yaml; null for the local model.</summary>
    public string? Generator { get; init; }
}
