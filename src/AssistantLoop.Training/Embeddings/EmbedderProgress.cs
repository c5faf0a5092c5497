namespace AssistantLoop.Training.Embeddings;

/// <summary>How far a run is, once a step.</summary>
/// <param name="Step">Steps done, resumed parts together.</param>
/// <param name="Share">Of the run that is done, 0 to 1.</param>
/// <param name="Loss">Of the step, in nats.</param>
/// <param name="PairsPerSecond">Mean of the last steps.</param>
/// <param name="HeldOut">Scores by source, on the steps that measured them.</param>
public sealed record EmbedderProgress(
    int Step, double Share, double Loss, double PairsPerSecond, IReadOnlyDictionary<string, RetrievalScore>? HeldOut);
