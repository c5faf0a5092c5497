namespace AssistantLoop.Storage.Versions;

/// <summary>Where a tenant's versions come from and what was decided on each.</summary>
/// <param name="Versions">The versions, oldest first.</param>
/// <param name="DataSets">The data sets that they were trained on.</param>
/// <param name="Runs">The runs that made them.</param>
/// <param name="Decisions">What was decided on them, from the audit log, oldest first.</param>
public sealed record LineageGraph(
    IReadOnlyList<AssistantVersion> Versions,
    IReadOnlyList<LineageDataSet> DataSets,
    IReadOnlyList<LineageRun> Runs,
    IReadOnlyList<LineageDecision> Decisions);

/// <summary>A data set, as lineage names it.</summary>
public sealed record LineageDataSet
{
    public required string Hash { get; init; }
    public required int TrainCount { get; init; }
    public required int HeldOutCount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A run, as lineage names it.</summary>
public sealed record LineageRun
{
    public required Guid Id { get; init; }
    public required string State { get; init; }
    public required string RequestedBy { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A decision on a version, as the audit log holds it.</summary>
public sealed record LineageDecision
{
    public required Guid VersionId { get; init; }

    /// <summary>What was done, such as "version.promoted".</summary>
    public required string Action { get; init; }

    public required string Actor { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The row's particulars, as JSON.</summary>
    public required string Details { get; init; }
}
