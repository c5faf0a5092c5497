namespace AssistantLoop.Storage.Erasure;

/// <summary>What an erasure did, or would do.</summary>
public sealed record ErasureReport
{
    /// <summary>The erasure's id; null of a trial run.</summary>
    public Guid? Id { get; init; }

    /// <summary>The visitor's pseudonym, as the audit log has it.</summary>
    public required string Visitor { get; init; }

    public required ErasurePolicy Policy { get; init; }

    public required ErasureCounts Removed { get; init; }

    /// <summary>Data sets that hold samples of theirs, from this erasure or an earlier one.</summary>
    public required IReadOnlyList<ErasedDataSet> DataSets { get; init; }

    /// <summary>Every version trained on those.</summary>
    public required IReadOnlyList<ErasedVersion> Versions { get; init; }

    /// <summary>The version that was promoted in place of one trained on them; null where none was.</summary>
    public int? Promoted { get; init; }

    /// <summary>The run that was queued for a successor.</summary>
    public Guid? Run { get; init; }

    /// <summary>What is left for a person to decide; null where nothing is.</summary>
    public string? Problem { get; init; }
}
