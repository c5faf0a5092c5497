using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Search;

/// <summary>What a search gave, and how it came to it.</summary>
/// <param name="Question">The question as it was searched, standing alone.</param>
/// <param name="Passages">The passages that the answer may rest on, best first; none where the documents do not say.</param>
/// <param name="Answerable">The estimated probability that the best passage answers the question, 0 to 1.</param>
/// <param name="Matches">What the index found, by words and by meaning.</param>
public sealed record SearchResult(
    StandaloneQuestion Question, IReadOnlyList<FoundPassage> Passages, double Answerable, PassageMatches Matches)
{
    /// <summary>All candidates, best first, as fused and, where that is set, re-ranked.</summary>
    public IReadOnlyList<FoundPassage> Ranking { get; init; } = [];

    /// <summary>What was chosen and judged, those left out too, best first; empty where nothing judges.</summary>
    public IReadOnlyList<JudgedPassage> Judged { get; init; } = [];

    /// <summary>The signals that the estimate rests on.</summary>
    public SearchSignals Signals { get; init; } = SearchSignals.None;
}
