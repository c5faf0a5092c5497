namespace AssistantLoop.Inference.Embeddings;

/// <summary>Too many texts are being embedded; try again later.</summary>
public sealed class EmbedderBusyException(string message) : Exception(message);
