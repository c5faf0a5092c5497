using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Erasure;

/// <summary>A version that was trained on samples of an erased visitor.</summary>
public sealed record ErasedVersion
{
    public required Guid Id { get; init; }

    public required int Number { get; init; }

    /// <summary>As it was before the erasure.</summary>
    public required VersionStatus Status { get; init; }

    public required string DataSetHash { get; init; }
}
