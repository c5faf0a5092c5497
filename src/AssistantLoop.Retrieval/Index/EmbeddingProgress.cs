namespace AssistantLoop.Retrieval.Index;

/// <summary>How far the embedding of stored passages is, in passages.</summary>
public sealed record EmbeddingProgress(int Done, int Total);
