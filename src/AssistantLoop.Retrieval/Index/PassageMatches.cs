namespace AssistantLoop.Retrieval.Index;

/// <summary>What an index found, in two lists that may share passages.</summary>
/// <param name="ByWords">Best first; the score is BM25.</param>
/// <param name="ByVector">Best first; the score is the cosine, from -1 to 1.</param>
public sealed record PassageMatches(IReadOnlyList<FoundPassage> ByWords, IReadOnlyList<FoundPassage> ByVector);
