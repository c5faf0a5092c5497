using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Search;

/// <summary>
/// Reciprocal rank fusion: a passage's score is the sum over the lists of weight / (k + rank), the rank from 1, so that
/// scores of different kinds need not compare. Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms
/// Condorcet and individual Rank Learning Methods", SIGIR 2009. There k is 60, for lists of a thousand; lists of fifty, of
/// which three passages are shown, want the first ranks to count for more (docs/retrieval.md has the figures).
/// </summary>
public static class RankFusion
{
    /// <summary>The constant that keeps the first ranks from deciding alone.</summary>
    public const int K = 5;

    /// <summary>The passages of all lists, best first; equal scores in the order of their first appearance.</summary>
    /// <param name="lists">Lists with the weight of each, every list best first and each passage in it once.</param>
    public static IReadOnlyList<FoundPassage> Fuse(params IReadOnlyList<(IReadOnlyList<FoundPassage> List, double Weight)> lists)
    {
        Dictionary<string, double> scores = [];
        List<FoundPassage> all = [];
        foreach ((IReadOnlyList<FoundPassage> list, double weight) in lists)
        {
            for (int at = 0; at < list.Count; at++)
            {
                FoundPassage found = list[at];
                if (scores.TryAdd(found.Passage.Id, 0))
                {
                    all.Add(found);
                }

                scores[found.Passage.Id] += weight / (K + at + 1);
            }
        }

        return [.. all.Select(found => found with { Score = scores[found.Passage.Id] }).OrderByDescending(found => found.Score)];
    }
}
