using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Search;

/// <summary>What tells whether the documents answer a question, read off one search.</summary>
/// <param name="Coverage">The share of the question's words that stand in the best passage or its title, 0 to 1.</param>
/// <param name="WordScore">The best BM25 score for each word looked for; 0 or more.</param>
/// <param name="Cosine">The best cosine, -1 to 1; 0 where nothing was searched by meaning.</param>
public sealed record SearchSignals(double Coverage, double WordScore, double Cosine)
{
    /// <summary>Nothing was found.</summary>
    public static SearchSignals None { get; } = new(0, 0, 0);

    /// <summary>Reads the signals.</summary>
    /// <param name="question">What was searched.</param>
    /// <param name="matches">What the index gave.</param>
    /// <param name="chosen">The passages chosen from it, best first.</param>
    public static SearchSignals Of(StandaloneQuestion question, PassageMatches matches, IReadOnlyList<FoundPassage> chosen) => new(
        chosen.Take(3).Select(found => CoverageOf(question.Words, found.Passage)).DefaultIfEmpty().Max(),
        matches.ByWords.Count == 0 ? 0 : matches.ByWords[0].Score / question.Words.Count,
        matches.ByVector.Count == 0 ? 0 : matches.ByVector[0].Score);

    /// <summary>The share of words that stand in a passage; words match by <see cref="WordStem"/>.</summary>
    public static double CoverageOf(IReadOnlyList<string> words, Passage passage)
    {
        HashSet<string> stems = [.. QueryWords.Of($"{passage.Title} {passage.Text}").Select(WordStem.Of)];
        return words.Count == 0 ? 0 : (double)words.Count(word => stems.Contains(WordStem.Of(word))) / words.Count;
    }
}
