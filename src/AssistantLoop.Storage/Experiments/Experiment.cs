using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Experiments;

/// <summary>A version tried on a share of a tenant's visitors beside the serving one.</summary>
public sealed record Experiment
{
    public required Guid Id { get; init; }

    /// <summary>1, 2, 3… within the tenant.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>The version that served when it began.</summary>
    public required Guid ControlId { get; init; }

    /// <summary>The version that is tried.</summary>
    public required Guid TreatmentId { get; init; }

    /// <summary>The share of visitors that the treatment answers, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>The treatment's status before; it comes back to it unless the experiment decides otherwise.</summary>
    public required VersionStatus StatusBefore { get; init; }

    /// <summary>Whether the treatment is promoted by itself when it proves better.</summary>
    public required bool PromoteWhenBetter { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public string? EndedBy { get; init; }

    public ExperimentOutcome? Outcome { get; init; }

    /// <summary>Why it ended.</summary>
    public string? Reason { get; init; }

    /// <summary>What was measured by its end, as JSON.</summary>
    public string? Result { get; init; }
}
