namespace AssistantLoop.Storage.Documents;

/// <summary>A passage that is gone. Sequences grow over time and have gaps.</summary>
public sealed record PassageRemoval
{
    public required long Sequence { get; init; }

    public required long PassageId { get; init; }
}
