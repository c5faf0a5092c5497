using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Index.Qdrant;
using AssistantLoop.Retrieval.Ingest;

namespace AssistantLoop.App.Composition;

/// <summary>
/// Brings the index up to date with the business's documents, as a start does: passages that lack a vector of the embedder
/// that is set get one, Qdrant's alias moves to that embedder's collection, and the documents folder is read.
/// </summary>
public sealed class DocumentsReady(DocumentIndexer indexer, IPassageIndex index, FolderIngest ingest, BusinessProfile profile)
{
    /// <summary>Does all of it; returns at once where nothing changed.</summary>
    /// <exception cref="PassageIndexException">Qdrant does not answer.</exception>
    public async Task<IngestResult> EnsureAsync(CancellationToken cancellationToken)
    {
        await indexer.EmbedMissingAsync(profile.Tenant, progress: null, cancellationToken);
        if (index is QdrantPassageIndex qdrant)
        {
            await qdrant.MoveAsync([profile.Tenant], cancellationToken);
        }

        return await ingest.RunAsync(profile.Tenant, profile.Documents, new Progress<IngestProgress>(), cancellationToken);
    }
}
