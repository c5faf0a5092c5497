using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Search;

/// <summary>Turns a question into the few passages that its answer may rest on.</summary>
public sealed class PassageSearch(IPassageIndex index)
{
    /// <summary>Passages handed to the model at most.</summary>
    public const int MaxPassages = 3;

    /// <summary>A passage scoring under this share of the best one is noise, not context.</summary>
    internal const double ShareOfBest = 0.35;

    /// <summary>The passages for a question, best first; empty when no document matches.</summary>
    /// <param name="tenant">The business whose documents are searched.</param>
    /// <param name="question">The visitor's message.</param>
    /// <param name="before">The visitor's message before it, or null at the start.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<IReadOnlyList<FoundPassage>> SearchAsync(
        string tenant, string question, string? before, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> words = QueryWords.Of(question, before);
        if (words.Count == 0)
        {
            return [];
        }

        (IReadOnlyList<FoundPassage> found, _) = await index.SearchAsync(
            new PassageQuery(tenant) { Words = words, Limit = MaxPassages }, cancellationToken);
        return found.Count == 0 ? [] : [.. found.Where(passage => passage.Score >= ShareOfBest * found[0].Score)];
    }
}
