using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Search;

/// <summary>What a search gave.</summary>
/// <param name="Question">The question as it was searched, standing alone.</param>
/// <param name="Passages">The passages that the answer may rest on, best first; none where the documents do not say.</param>
/// <param name="Answerable">The estimated probability that the best passage answers the question, 0 to 1.</param>
public sealed record SearchResult(StandaloneQuestion Question, IReadOnlyList<FoundPassage> Passages, double Answerable);
