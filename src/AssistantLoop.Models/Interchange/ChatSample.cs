namespace AssistantLoop.Models.Interchange;

/// <summary>A conversation to learn from; at least one message is the assistant's.</summary>
public sealed record ChatSample(IReadOnlyList<SampleMessage> Messages);
