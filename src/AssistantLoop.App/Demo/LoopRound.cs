using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.App.Demo;

/// <summary>How one round of the demonstration went.</summary>
/// <param name="Name">What it was.</param>
/// <param name="Visits">Visits in the round.</param>
/// <param name="Liked">The share of its answers that visitors liked; null before the first round.</param>
/// <param name="Samples">Samples that the round's run trained on; null where none ran.</param>
/// <param name="Version">The version that serves after the round.</param>
/// <param name="Promoted">Whether the round's run was promoted; null where none ran.</param>
/// <param name="Decision">The gate's reason.</param>
/// <param name="Seconds">How long the round took.</param>
/// <param name="Unseen">How the version that serves does on the suite that the loop never sees.</param>
public sealed record LoopRound(
    string Name,
    int Visits,
    double? Liked,
    int? Samples,
    int Version,
    bool? Promoted,
    string? Decision,
    double Seconds,
    SuiteResult Unseen)
{
    /// <summary>What else is to be said of it.</summary>
    public string? Note { get; init; }
}
