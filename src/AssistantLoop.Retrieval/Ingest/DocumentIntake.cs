using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Ingest;

/// <summary>Where documents of all sources come in: a source begins a run for its collection and hands them over one by one.</summary>
public sealed class DocumentIntake(DocumentStore documents, DocumentIndexer indexer, DocumentReader reader)
{
    /// <summary>Passages that are stored at once, about.</summary>
    internal const int BatchPassages = 256;

    /// <summary>The longest path of a document.</summary>
    internal const int MostPathLength = 500;

    /// <summary>Begins to bring a collection up to date.</summary>
    public IntakeRun Begin(string tenant, string collection) => new(tenant, collection, documents, indexer, reader);

    /// <summary>Removes one document.</summary>
    /// <returns>False where the tenant has none of that path.</returns>
    public Task<bool> RemoveAsync(string tenant, string path, CancellationToken cancellationToken) =>
        indexer.RemoveAsync(tenant, path, cancellationToken);

    /// <summary>Removes all documents of a collection.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveCollectionAsync(string tenant, string collection, CancellationToken cancellationToken) =>
        (await indexer.RemoveVanishedAsync(tenant, collection, [], cancellationToken)).Count;
}
