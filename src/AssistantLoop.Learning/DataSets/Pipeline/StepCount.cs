namespace AssistantLoop.Learning.DataSets.Pipeline;

/// <summary>What one step did.</summary>
/// <param name="Step">Its name.</param>
/// <param name="In">Samples that it was given.</param>
/// <param name="Dropped">Samples that it dropped.</param>
/// <param name="Quarantined">Samples that it put in quarantine.</param>
/// <param name="Changed">Samples that it changed.</param>
/// <param name="Overruled">Samples that it would have left out, had an agent not confirmed them.</param>
public sealed record StepCount(string Step, int In, int Dropped, int Quarantined, int Changed, int Overruled);
