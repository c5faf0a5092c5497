namespace AssistantLoop.Training;

/// <summary>A run that cannot go on; the one-line message says why and what to change.</summary>
public sealed class TrainingException(string message) : Exception(message);
