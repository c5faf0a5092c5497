namespace AssistantLoop.Retrieval.Index;

/// <summary>
/// Finds passages of one tenant. The database holds the documents, their passages and vectors; an index follows it.
/// Implementations are thread-safe and never return another tenant's passage, nor one that the database no longer holds.
/// </summary>
public interface IPassageIndex
{
    /// <summary>
    /// Takes over what the database has and the index lacks, and drops what it no longer has. Searches begun after it
    /// see all of it. Stopped in the middle, by a kill too, the next call goes on from there.
    /// </summary>
    /// <param name="tenant">The business whose documents changed.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    Task CatchUpAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>The passages that match best by words and by meaning, each list best first.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken);
}
