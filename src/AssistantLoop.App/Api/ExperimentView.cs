using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>An experiment, as clients and the command line see it.</summary>
/// <param name="Number">1, 2, 3…</param>
/// <param name="Name">What people call it.</param>
/// <param name="State">open, better, worse, even, stopped or superseded.</param>
/// <param name="Control">The number of the version that served at its start.</param>
/// <param name="Treatment">The number of the version that is tried.</param>
/// <param name="Share">The share of visitors that the treatment answers, in percent.</param>
/// <param name="PromoteWhenBetter">Whether the treatment is promoted by itself when it proves better.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="StartedBy">Who started it.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="EndedBy">Who or what ended it.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Reading">What it says: now, or at its end; null where it is not asked for or was not kept.</param>
public sealed record ExperimentView(
    int Number,
    string Name,
    string State,
    int? Control,
    int? Treatment,
    double Share,
    bool PromoteWhenBetter,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? EndedAt,
    string? EndedBy,
    string? Reason,
    ExperimentReading? Reading)
{
    /// <summary>The view of an experiment.</summary>
    public static async Task<ExperimentView> OfAsync(
        Experiment experiment, VersionStore versions, string tenant, ExperimentReading? reading, CancellationToken cancellationToken) =>
        new(
            experiment.Number,
            experiment.Name,
            experiment.Outcome?.ToString().ToLowerInvariant() ?? "open",
            (await versions.FindAsync(tenant, experiment.ControlId, cancellationToken))?.Number,
            (await versions.FindAsync(tenant, experiment.TreatmentId, cancellationToken))?.Number,
            experiment.Share * 100,
            experiment.PromoteWhenBetter,
            experiment.StartedAt,
            experiment.StartedBy,
            experiment.EndedAt,
            experiment.EndedBy,
            experiment.Reason,
            reading);
}
