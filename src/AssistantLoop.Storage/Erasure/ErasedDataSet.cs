namespace AssistantLoop.Storage.Erasure;

/// <summary>A data set that holds samples of an erased visitor.</summary>
public sealed record ErasedDataSet
{
    public required string Hash { get; init; }

    /// <summary>How many of its samples are erased ones.</summary>
    public required int Samples { get; init; }
}
