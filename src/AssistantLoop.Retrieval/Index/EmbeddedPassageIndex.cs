using System.Collections.Concurrent;
using AssistantLoop.Retrieval.Index.Files;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Index;

/// <summary>
/// The default index, in files below the data folder: BM25 over the words of the tenant's passages, and their vectors
/// scanned in 8 bits and ranked exactly. Server, worker and command line may have it open at the same time.
/// </summary>
public sealed class EmbeddedPassageIndex : IPassageIndex, IDisposable
{
    private readonly Database _database;
    private readonly DocumentStore _documents;
    private readonly WordStems _stems = new();
    private readonly string? _embedder;
    private readonly int _dimensions;

    // One for each business that this process answers for: never many, and none is dropped while searches may use it.
    private readonly ConcurrentDictionary<string, Lazy<TenantIndex>> _tenants = new(StringComparer.Ordinal);

    /// <param name="database">What the index follows, and where its files lie.</param>
    /// <param name="embedder">Whose vectors are searched; without one there are words alone.</param>
    /// <exception cref="ArgumentException">The embedder does not tell its id and dimensions.</exception>
    public EmbeddedPassageIndex(Database database, IEmbeddingGenerator<string, Embedding<float>>? embedder = null)
    {
        _database = database;
        _documents = new(database);
        if (embedder is not null)
        {
            (_embedder, _dimensions) = EmbedderIdentity.Of(embedder);
        }
    }

    /// <inheritdoc/>
    public Task CatchUpAsync(string tenant, CancellationToken cancellationToken) =>
        Tenant(tenant).CatchUpAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The vector is of another length than the embedder's.</exception>
    public async Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken)
    {
        EmbedderIdentity.Check(query, _embedder, _dimensions);

        IReadOnlyList<string> stems = query.Words.Count == 0 ? [] : _stems.Of(string.Join(' ', query.Words));
        (IReadOnlyList<(long Id, double Score)> byWords, IReadOnlyList<(long Id, double Score)> byVector) =
            await Tenant(query.Tenant).SearchAsync(query, stems, cancellationToken);
        HashSet<long> ids = [.. byWords.Concat(byVector).Select(found => found.Id)];
        if (ids.Count == 0)
        {
            return new([], []);
        }

        // The database says what there is, and whose.
        Dictionary<long, StoredPassage> stored =
            (await _documents.FindPassagesAsync(query.Tenant, ids, cancellationToken))
            .ToDictionary(passage => passage.Id);
        return new(FoundPassage.Of(byWords, stored), FoundPassage.Of(byVector, stored));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<TenantIndex> tenant in _tenants.Values)
        {
            tenant.Value.Dispose();
        }

        _stems.Dispose();
    }

    private TenantIndex Tenant(string tenant) => _tenants.GetOrAdd(tenant, name => new(() =>
    {
        IndexFiles files = new(_database.DataFolder, name, _embedder);
        return new(
            files, _dimensions,
            new IndexFollowing(files, name, _embedder, _dimensions, new PassageChanges(_database), _stems));
    })).Value;
}
