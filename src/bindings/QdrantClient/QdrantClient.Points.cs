using System.Text.Json;
using Qdrant.Client.Grpc;
using Qdrant.Client.Rest;

namespace Qdrant.Client;

public sealed partial class QdrantClient
{
    /// <summary>Stores points, each in place of the one of its id.</summary>
    public async Task<UpdateResult> UpsertAsync(
        string collectionName,
        IReadOnlyList<PointStruct> points,
        bool wait = true,
        CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Put,
            CollectionPath(collectionName, "/points" + Wait(wait)),
            json => PointJson.Write(json, points),
            cancellationToken).ConfigureAwait(false);
        return ReplyJson.Update(reply);
    }

    /// <summary>Deletes the points that the filter holds for.</summary>
    public async Task<UpdateResult> DeleteAsync(
        string collectionName, Filter filter, bool wait = true, CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Post,
            CollectionPath(collectionName, "/points/delete" + Wait(wait)),
            json => FilterJson.WriteBody(json, filter),
            cancellationToken).ConfigureAwait(false);
        return ReplyJson.Update(reply);
    }

    /// <summary>How many points there are that the filter holds for.</summary>
    public async Task<ulong> CountAsync(
        string collectionName, Filter? filter = null, bool exact = true, CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Post,
            CollectionPath(collectionName, "/points/count"),
            json => FilterJson.WriteCount(json, filter, exact),
            cancellationToken).ConfigureAwait(false);
        return reply.Result().GetProperty("count").GetUInt64();
    }

    /// <summary>Carries out several queries in one round trip.</summary>
    /// <returns>What each found, in the order of the queries.</returns>
    public async Task<IReadOnlyList<BatchResult>> QueryBatchAsync(
        string collectionName,
        IReadOnlyList<QueryPoints> queries,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Post,
            CollectionPath(collectionName, "/points/query/batch" + Within(timeout)),
            json => QueryJson.Write(json, queries),
            cancellationToken).ConfigureAwait(false);
        return ReplyJson.Batch(reply);
    }
}
