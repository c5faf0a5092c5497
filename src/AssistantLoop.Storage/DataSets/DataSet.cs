namespace AssistantLoop.Storage.DataSets;

/// <summary>An immutable set of training samples.</summary>
public sealed record DataSet
{
    /// <summary>The hash of its content, as its builder computes it; the set's identity in the tenant.</summary>
    public required string Hash { get; init; }

    /// <summary>How it was made, as JSON.</summary>
    public required string Manifest { get; init; }

    /// <summary>Where its files are in the artefact store.</summary>
    public required string ArtefactHash { get; init; }

    /// <summary>Samples to train on.</summary>
    public required int TrainCount { get; init; }

    /// <summary>Samples kept back for measuring.</summary>
    public required int HeldOutCount { get; init; }

    /// <summary>Set by the store.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
