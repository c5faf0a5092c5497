using AssistantLoop.Storage.Documents;
using Qdrant.Client;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>Brings one collection to the state of the database.</summary>
internal sealed class QdrantFollower(QdrantClient client, PassageChanges changes)
{
    /// <summary>Passages of one request: with their vectors about half a megabyte.</summary>
    private const int Batch = 128;

    /// <summary>
    /// Takes over a tenant's changes. Each step may be done twice with the same outcome, and how far it is is noted after
    /// it is done, so what is cut off is done again.
    /// </summary>
    public async Task FollowAsync(
        string tenant, string collection, string embedder, CancellationToken cancellationToken)
    {
        string follower = $"qdrant {collection}";
        TenantPoints points = new(client, collection, tenant);
        FollowerPosition at = await StartAsync(tenant, follower, points, cancellationToken);

        // Additions before removals: a passage that another node removes meanwhile, after this one read it, is among the
        // removals that are read after it was added.
        while (await changes.AddedAfterAsync(tenant, embedder, at.LastPassage, Batch, cancellationToken) is { Count: > 0 } added)
        {
            await points.UpsertAsync(added, cancellationToken);
            at = at with { LastPassage = added[^1].Id };
            await changes.AdvanceAsync(tenant, follower, at, cancellationToken);
        }

        while (await changes.RemovedAfterAsync(tenant, at.LastRemoval, Batch, cancellationToken) is { Count: > 0 } removed)
        {
            await points.DeleteAsync([.. removed.Select(removal => removal.PassageId)], cancellationToken);
            at = at with { LastRemoval = removed[^1].Sequence };
            await changes.AdvanceAsync(tenant, follower, at, cancellationToken);
        }
    }

    /// <summary>Where to go on; from the beginning where the collection has lost the tenant's points.</summary>
    private async Task<FollowerPosition> StartAsync(
        string tenant, string follower, TenantPoints points, CancellationToken cancellationToken)
    {
        FollowerPosition at = await changes.PositionAsync(tenant, follower, cancellationToken);
        ulong count = await points.CountAsync(cancellationToken);
        if (at == FollowerPosition.Start && count > 0)
        {
            await points.ClearAsync(cancellationToken);
        }

        return count == 0 ? at with { LastPassage = 0 } : at;
    }
}
