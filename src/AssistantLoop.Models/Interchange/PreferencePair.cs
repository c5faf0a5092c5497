namespace AssistantLoop.Models.Interchange;

/// <summary>Two answers to one prompt, of which the first was preferred.</summary>
public sealed record PreferencePair(IReadOnlyList<SampleMessage> Prompt, SampleMessage Chosen, SampleMessage Rejected);
