using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Index;

/// <summary>
/// Puts documents into the database and lets the index follow. Whatever brings documents in goes through it. What a call
/// has returned from is stored and found. Vectors are stored before the passages that they belong to, so a kill at any
/// moment leaves whole documents, which the index takes over at its next start.
/// </summary>
/// <param name="documents">Where the documents are kept.</param>
/// <param name="index">What follows them.</param>
/// <param name="embedder">Null where passages are found by words alone.</param>
public sealed class DocumentIndexer(DocumentStore documents, IPassageIndex index, PassageEmbedder? embedder = null)
{
    /// <summary>
    /// Stores documents, each in place of the one of its path, in one transaction. The whole batch is held in memory.
    /// </summary>
    public async Task ReplaceAsync(
        string tenant, IReadOnlyList<NewDocument> batch, CancellationToken cancellationToken)
    {
        if (embedder is not null)
        {
            await embedder.EnsureAsync(
                tenant,
                batch.SelectMany(document => document.Passages).Select(passage => (passage.TitlePath, passage.Text)),
                cancellationToken);
        }

        await documents.ReplaceAsync(tenant, batch, cancellationToken);
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
        if (embedder is not null)
        {
            await embedder.PruneAsync(tenant, cancellationToken);
        }

        return removed;
    }

    /// <summary>Removes one document.</summary>
    /// <returns>False where the tenant has none of that path.</returns>
    public async Task<bool> RemoveAsync(string tenant, string path, CancellationToken cancellationToken)
    {
        bool removed = await documents.RemoveAsync(tenant, path, cancellationToken);
        await index.CatchUpAsync(tenant, cancellationToken);
        return removed;
    }

    /// <summary>
    /// Gives passages that lack one their vector, such as after a change of the embedder, and lets the index take them over.
    /// Stopped, it goes on from there at the next call.
    /// </summary>
    public async Task EmbedMissingAsync(
        string tenant, IProgress<EmbeddingProgress>? progress, CancellationToken cancellationToken)
    {
        if (embedder is not null)
        {
            await embedder.EnsureStoredAsync(tenant, progress, cancellationToken);
            await index.CatchUpAsync(tenant, cancellationToken);
        }
    }
}
