namespace AssistantLoop.Storage.Feedback;

/// <summary>One of two answers to compare.</summary>
/// <param name="Text">The answer.</param>
/// <param name="VersionId">The version that gave it, where one is known.</param>
public sealed record ComparedAnswer(string Text, Guid? VersionId);
