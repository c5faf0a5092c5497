using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.Corpus;

/// <summary>A question on a fact that stands in the prompt.</summary>
/// <param name="Prompt">The system message and the question.</param>
/// <param name="Fact">What a right answer contains, letter for letter but for case.</param>
/// <param name="Reference">The whole answer as the corpus words it, with citation.</param>
public sealed record FactProbe(IReadOnlyList<SampleMessage> Prompt, string Fact, string Reference);
