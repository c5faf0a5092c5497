namespace AssistantLoop.Models.Interchange;

/// <summary>One answer to a prompt, with whether it was liked.</summary>
public sealed record UnpairedSample(IReadOnlyList<SampleMessage> Prompt, SampleMessage Completion, bool Label);
