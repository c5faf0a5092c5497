namespace AssistantLoop.Storage.Experiments;

/// <summary>An experiment to be started.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="TreatmentId">The version to try.</param>
/// <param name="Share">The share of visitors that it answers, 0 to 1.</param>
/// <param name="PromoteWhenBetter">Whether it is promoted by itself when it proves better.</param>
public sealed record NewExperiment(string Name, Guid TreatmentId, double Share, bool PromoteWhenBetter);
