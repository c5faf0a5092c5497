using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Index;

/// <summary>
/// Puts documents into the database and lets the index follow. Whatever brings documents in goes through it. What a call
/// has returned from is stored and found.
/// </summary>
public sealed class DocumentIndexer(DocumentStore documents, IPassageIndex index)
{
    /// <summary>Stores documents, each in place of the one of its path; a search sees the old or the new of each.</summary>
    public async Task ReplaceAsync(
        string tenant, IReadOnlyList<PreparedDocument> batch, CancellationToken cancellationToken)
    {
        await documents.ReplaceAsync(
            tenant,
            [.. batch.Select(prepared => new NewDocument(prepared.Document, prepared.Passages))],
            cancellationToken);
        await index.CatchUpAsync(tenant, cancellationToken);
    }

    /// <summary>Removes the documents of a collection that are not among the paths.</summary>
    /// <returns>The paths removed.</returns>
    public async Task<IReadOnlyList<string>> RemoveVanishedAsync(
        string tenant, string collection, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> removed =
            await documents.RemoveVanishedAsync(tenant, collection, paths, cancellationToken);
        await index.CatchUpAsync(tenant, cancellationToken);
        return removed;
    }
}
