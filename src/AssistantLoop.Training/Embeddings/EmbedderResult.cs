namespace AssistantLoop.Training.Embeddings;

/// <summary>What a run did: steps, pairs read, time of training, and scores on held-out pairs before and after.</summary>
public sealed record EmbedderResult(
    int Steps,
    long Pairs,
    TimeSpan Duration,
    IReadOnlyDictionary<string, RetrievalScore> Before,
    IReadOnlyDictionary<string, RetrievalScore> Trained);
