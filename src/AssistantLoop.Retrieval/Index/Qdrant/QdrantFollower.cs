using AssistantLoop.Storage.Documents;
using Qdrant.Client;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>Brings one collection to the state of the database.</summary>
internal sealed class QdrantFollower(QdrantClient client, PassageChanges changes, WordStems stems)
{
    /// <summary>Passages of one request: with their vectors about half a megabyte.</summary>
    private const int Batch = 128;

    /// <summary>
    /// Takes over a tenant's changes. Each step may be done twice with the same outcome, and how far it is is noted after
    /// it is done, so what is cut off is done again.
    /// </summary>
    /// <param name="tenant">The business.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="embedder">Whose vectors the collection holds; null where it holds none.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public async Task FollowAsync(
        string tenant, string collection, string? embedder, CancellationToken cancellationToken)
    {
        string follower = Follower(collection);
        TenantPoints points = new(client, collection, tenant);
        FollowerPosition at = await StartAsync(tenant, follower, points, cancellationToken);

        // Additions before removals: a passage that goes after it was read here is among the removals, which are read
        // after it was stored, here or by the node that comes to it first.
        while (await changes.AddedAfterAsync(tenant, embedder, at.LastPassage, Batch, cancellationToken) is { Count: > 0 } added)
        {
            await points.UpsertAsync(
                added, stems.Count([.. added.Select(passage => (passage.TitlePath, passage.Text))]), cancellationToken);
            FollowerPosition before = at;
            at = at with { LastPassage = added[^1].Id };
            await changes.AdvanceAsync(tenant, follower, before, at, cancellationToken);
        }

        while (await changes.RemovedAfterAsync(tenant, at.LastRemoval, Batch, cancellationToken) is { Count: > 0 } removed)
        {
            await points.DeleteAsync([.. removed.Select(removal => removal.PassageId)], cancellationToken);
            FollowerPosition before = at;
            at = at with { LastRemoval = removed[^1].Sequence };
            await changes.AdvanceAsync(tenant, follower, before, at, cancellationToken);
        }
    }

    /// <summary>Forgets how far a collection is that is dropped.</summary>
    public Task ForgetAsync(string tenant, string collection, CancellationToken cancellationToken) =>
        changes.ForgetAsync(tenant, Follower(collection), cancellationToken);

    private static string Follower(string collection) => $"qdrant {collection}";

    /// <summary>Where to go on; from the beginning where the collection has lost the tenant's points.</summary>
    private async Task<FollowerPosition> StartAsync(
        string tenant, string follower, TenantPoints points, CancellationToken cancellationToken)
    {
        FollowerPosition at = await changes.PositionAsync(tenant, follower, cancellationToken);
        if (await points.CountAsync(cancellationToken) == 0)
        {
            FollowerPosition empty = at with { LastPassage = 0 };
            await changes.AdvanceAsync(tenant, follower, at, empty, cancellationToken);
            return empty;
        }

        if (at.IsStart)
        {
            await PruneAsync(tenant, points, cancellationToken);
        }

        return at;
    }

    /// <summary>
    /// Deletes points whose passages are gone, for at the beginning there may be no removal that tells of them. The others
    /// stay and are found meanwhile.
    /// </summary>
    private async Task PruneAsync(string tenant, TenantPoints points, CancellationToken cancellationToken)
    {
        long last = 0;
        while (await changes.AddedAfterAsync(tenant, null, last, Batch, cancellationToken) is { Count: > 0 } there)
        {
            await points.DeleteOthersAsync(last, there[^1].Id, [.. there.Select(passage => passage.Id)], cancellationToken);
            last = there[^1].Id;
        }

        await points.DeleteOthersAsync(last, long.MaxValue, [], cancellationToken);
    }
}
