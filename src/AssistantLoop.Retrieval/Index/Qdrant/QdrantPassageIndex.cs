using System.Data.Common;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;
using Microsoft.Extensions.AI;
using Qdrant.Client;
using Qdrant.Client.Grpc;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>
/// The index of several nodes: vectors and words in Qdrant, both searched in one round trip. A new embedder fills a
/// collection of its own while the old one serves, by words; see <see cref="MoveAsync"/>.
/// </summary>
public sealed class QdrantPassageIndex : IPassageIndex, IDisposable
{
    private readonly QdrantClient _client;
    private readonly WordStems _stems = new();
    private readonly SemaphoreSlim _following = new(1);
    private readonly QdrantCollections _collections;
    private readonly QdrantFollower _follower;
    private readonly QdrantSearch _search;
    private readonly string? _embedder;
    private readonly int _dimensions;

    /// <param name="client">The server; its time-out holds for each call.</param>
    /// <param name="database">What the index follows.</param>
    /// <param name="embedder">Whose vectors are searched; without one there are words alone.</param>
    /// <exception cref="ArgumentException">The embedder does not tell its id and dimensions.</exception>
    public QdrantPassageIndex(
        QdrantClient client, Database database, IEmbeddingGenerator<string, Embedding<float>>? embedder = null)
    {
        if (embedder is not null)
        {
            (_embedder, _dimensions) = EmbedderIdentity.Of(embedder);
        }

        _client = client;
        _collections = new(client, _embedder, _dimensions);
        _follower = new(client, new PassageChanges(database), _stems);
        _search = new(client, _collections, new DocumentStore(database), _stems);
    }

    /// <inheritdoc/>
    /// <exception cref="PassageIndexException">Qdrant does not answer, or refuses.</exception>
    public Task CatchUpAsync(string tenant, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await _following.WaitAsync(cancellationToken);
        try
        {
            string serving = await _collections.EnsureAsync(cancellationToken);
            await FollowAsync(tenant, _collections.Own, cancellationToken);
            if (serving != _collections.Own)
            {
                await FollowAsync(tenant, serving, cancellationToken);
            }

            return serving;
        }
        finally
        {
            _following.Release();
        }
    }, cancellationToken);

    /// <summary>
    /// Fills this embedder's collection for all tenants, lets it serve and drops the one that did. Searches go on
    /// meanwhile, in the old collection and by words alone, since vectors of two embedders do not compare. Does nothing
    /// more than catching up where this embedder's serves already.
    /// </summary>
    /// <param name="tenants">All tenants that have documents.</param>
    /// <param name="cancellationToken">Stops between two batches; the next call goes on from there.</param>
    /// <exception cref="PassageIndexException">Qdrant does not answer, or refuses.</exception>
    public async Task MoveAsync(IReadOnlyList<string> tenants, CancellationToken cancellationToken)
    {
        await CatchUpAllAsync(tenants, cancellationToken);
        if (_collections.Serving is not { } before || before == _collections.Own)
        {
            return;
        }

        await GuardAsync(async () =>
        {
            await _collections.SwitchAsync(cancellationToken);
            return _collections.Own;
        }, cancellationToken);

        // What nodes with the old embedder have put into the old collection alone meanwhile.
        await CatchUpAllAsync(tenants, cancellationToken);
        await GuardAsync(async () =>
        {
            await _collections.DropAsync(before, cancellationToken);
            foreach (string tenant in tenants)
            {
                await _follower.ForgetAsync(tenant, before, cancellationToken);
            }

            return before;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The vector is not of this embedder's dimensions.</exception>
    /// <exception cref="PassageIndexException">Qdrant does not answer, or refuses.</exception>
    public Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken)
    {
        EmbedderIdentity.Check(query, _embedder, _dimensions);

        return GuardAsync(() => _search.FindAsync(query, cancellationToken), cancellationToken);
    }

    /// <summary>Asks Qdrant whether it is there.</summary>
    /// <returns>What it says of itself, such as "qdrant - vector search engine 1.18.0".</returns>
    /// <exception cref="PassageIndexException">Qdrant does not answer, or refuses.</exception>
    public Task<string> CheckAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        HealthCheckReply reply = await _client.HealthAsync(cancellationToken);
        return $"{reply.Title} {reply.Version}";
    }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _following.Dispose();
        _stems.Dispose();
    }

    private async Task CatchUpAllAsync(IReadOnlyList<string> tenants, CancellationToken cancellationToken)
    {
        foreach (string tenant in tenants)
        {
            await CatchUpAsync(tenant, cancellationToken);
        }
    }

    private Task FollowAsync(string tenant, string collection, CancellationToken cancellationToken) =>
        _follower.FollowAsync(tenant, collection, _collections.EmbedderOf(collection), cancellationToken);

    /// <summary>The package's client and the binding fail with different exceptions; callers see one.</summary>
    private static async Task<T> GuardAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception error) when (error is not (PassageIndexException or OperationCanceledException or DbException))
        {
            throw PassageIndexException.From(error);
        }
    }
}
