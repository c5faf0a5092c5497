namespace AssistantLoop.Retrieval.Search;

/// <summary>
/// Finds passages of one tenant. Implementations are thread-safe and never return another tenant's passage.
/// </summary>
public interface IPassageIndex
{
    /// <summary>The best passages for the words, best first.</summary>
    /// <param name="tenant">The business whose documents are searched.</param>
    /// <param name="words">Words to look for; empty finds nothing.</param>
    /// <param name="limit">How many passages at most; at least 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    Task<IReadOnlyList<FoundPassage>> SearchAsync(
        string tenant, IReadOnlyList<string> words, int limit, CancellationToken cancellationToken);
}
