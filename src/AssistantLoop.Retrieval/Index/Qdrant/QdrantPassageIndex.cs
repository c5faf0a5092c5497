using System.Data.Common;
using AssistantLoop.Storage.Documents;
using Qdrant.Client;
using Qdrant.Client.Grpc;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>
/// The index of several nodes: vectors and words in Qdrant, both searched in one round trip. A new embedder fills a
/// collection of its own while the old one serves, by words; see <see cref="MoveAsync"/>.
/// </summary>
/// <param name="client">The server; its time-out holds for each call.</param>
/// <param name="documents">Where passages that were found are read.</param>
/// <param name="changes">What the index follows.</param>
/// <param name="embedder">The embedder's id, under which the passages' vectors are kept.</param>
/// <param name="dimensions">The vectors' dimensions.</param>
public sealed class QdrantPassageIndex(
    QdrantClient client, DocumentStore documents, PassageChanges changes, string embedder, int dimensions)
    : IPassageIndex, IDisposable
{
    private readonly QdrantCollections _collections = new(client, embedder, dimensions);
    private readonly QdrantFollower _follower = new(client, changes);
    private readonly SemaphoreSlim _following = new(1);

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
            return before;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The vector is not of this embedder's dimensions.</exception>
    /// <exception cref="PassageIndexException">Qdrant does not answer, or refuses.</exception>
    public Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        if (query.Vector.Length != 0 && query.Vector.Length != dimensions)
        {
            throw new ArgumentException(
                $"The question's vector has {query.Vector.Length} dimensions, and {embedder} gives {dimensions}", nameof(query));
        }

        return GuardAsync(
            () => new QdrantSearch(client, _collections, documents).FindAsync(query, cancellationToken), cancellationToken);
    }

    /// <summary>Asks Qdrant whether it is there.</summary>
    /// <returns>What it says of itself, such as "qdrant - vector search engine 1.18.0".</returns>
    /// <exception cref="PassageIndexException">Qdrant does not answer, or refuses.</exception>
    public Task<string> CheckAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        HealthCheckReply reply = await client.HealthAsync(cancellationToken);
        return $"{reply.Title} {reply.Version}";
    }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _following.Dispose();

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
