using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.Corpus.Probes;

/// <summary>A prompt about a business that training never saw, and what a right answer is like.</summary>
/// <param name="Category">What is probed.</param>
/// <param name="Prompt">The system message, earlier turns and the question.</param>
/// <param name="Reference">The whole answer as the corpus words it.</param>
/// <param name="Check">Tells right answers from wrong ones.</param>
public sealed record CorpusProbe(
    string Category, IReadOnlyList<SampleMessage> Prompt, string Reference, ProbeCheck Check);
