namespace AssistantLoop.Training.Embeddings;

/// <summary>A step's pairs as ids. Document i answers query i; further documents are hard negatives.</summary>
internal sealed record EncodedPairs(int[][] Queries, int[][] Documents, long[] Groups);
