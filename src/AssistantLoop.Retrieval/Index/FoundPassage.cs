using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Index;

/// <summary>A passage with its score; higher is better, and scores compare within one list only.</summary>
public sealed record FoundPassage(Passage Passage, double Score);
