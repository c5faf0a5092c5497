namespace AssistantLoop.Storage;

/// <summary>
/// The rows exist, but their state does not allow what was asked. The message says the rule and the state.
/// </summary>
public sealed class ConflictException(string message) : Exception(message);
