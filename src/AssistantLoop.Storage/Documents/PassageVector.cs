namespace AssistantLoop.Storage.Documents;

/// <summary>The vector of a text, known by <see cref="PassageTextHash"/>; of length 1.</summary>
public sealed record PassageVector(byte[] TextHash, float[] Vector);
