using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Search;

/// <summary>
/// Maximal marginal relevance: the next passage is the one with the highest λ · relevance - (1 - λ) · likeness to those
/// chosen already, so that two copies of a paragraph do not take two places. Carbonell and Goldstein, "The Use of MMR,
/// Diversity-Based Reranking for Reordering Documents and Producing Summaries", SIGIR 1998. Relevance is the score over
/// the best score; likeness is the Jaccard index of the passages' words.
/// </summary>
public static class Diversity
{
    /// <summary>The weight of relevance against likeness.</summary>
    public const double Lambda = 0.8;

    /// <summary>Passages whose words are alike from here on are copies: the second one is left out.</summary>
    public const double Copy = 0.9;

    /// <summary>The passages chosen, in the order of choice.</summary>
    /// <param name="found">Passages with scores above 0, best first.</param>
    /// <param name="count">How many to choose at most.</param>
    public static IReadOnlyList<FoundPassage> Choose(IReadOnlyList<FoundPassage> found, int count)
    {
        List<(FoundPassage Found, HashSet<string> Words, double Likeness)> left =
            [.. found.Select(one => (one, QueryWords.Of($"{one.Passage.Title} {one.Passage.Text}").ToHashSet(), 0.0))];
        List<FoundPassage> chosen = [];
        while (chosen.Count < count && left.Count > 0)
        {
            (FoundPassage next, HashSet<string> words, _) = left.MaxBy(one =>
                (Lambda * one.Found.Score / found[0].Score) - ((1 - Lambda) * one.Likeness));
            chosen.Add(next);
            left = [.. left
                .Where(one => one.Found != next)
                .Select(one => one with { Likeness = Math.Max(one.Likeness, Jaccard(one.Words, words)) })
                .Where(one => one.Likeness < Copy)];
        }

        return chosen;
    }

    private static double Jaccard(HashSet<string> left, HashSet<string> right)
    {
        int shared = left.Count(right.Contains);
        int all = left.Count + right.Count - shared;
        return all == 0 ? 1 : (double)shared / all;
    }
}
