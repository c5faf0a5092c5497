using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Search;

/// <summary>A passage with its score; higher is better, and scores compare within one search only.</summary>
public sealed record FoundPassage(Passage Passage, double Score);
