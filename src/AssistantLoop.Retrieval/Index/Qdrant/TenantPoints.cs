using AssistantLoop.Storage.Documents;
using Qdrant.Client;
using Qdrant.Client.Grpc;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>
/// One tenant's points in a collection. Nothing else reads, writes or deletes points, and every request made here says
/// the tenant: a search that forgot it cannot be written.
/// </summary>
internal sealed class TenantPoints(QdrantClient client, string collection, string tenant)
{
    /// <summary>The dense vector, by cosine.</summary>
    public const string TextVector = "text";

    /// <summary>The sparse vector, by <see cref="SparseWords"/>.</summary>
    public const string WordsVector = "words";

    /// <summary>Stores passages, each in place of its point; a passage without a vector is found by words alone.</summary>
    public Task UpsertAsync(
        IReadOnlyList<AddedPassage> passages,
        IReadOnlyList<IReadOnlyList<StemCount>> stems,
        CancellationToken cancellationToken) =>
        client.UpsertAsync(
            collection, [.. passages.Zip(stems, Point)], wait: true, cancellationToken: cancellationToken);

    /// <summary>Deletes passages.</summary>
    public Task DeleteAsync(IReadOnlyList<long> passages, CancellationToken cancellationToken) =>
        client.DeleteAsync(
            collection,
            Mine([Conditions.HasId([.. passages.Select(passage => PointIds.Of(tenant, passage))])]),
            wait: true,
            cancellationToken: cancellationToken);

    /// <summary>Deletes passages with ids above one and up to another, but those that are kept.</summary>
    public Task DeleteOthersAsync(
        long above, long upTo, IReadOnlyList<long> kept, CancellationToken cancellationToken)
    {
        Filter filter = Mine([Conditions.Range(QdrantPayload.Passage, new() { Gt = above, Lte = upTo })]);
        filter.MustNot.Add(Conditions.HasId([.. kept.Select(passage => PointIds.Of(tenant, passage))]));
        return client.DeleteAsync(collection, filter, wait: true, cancellationToken: cancellationToken);
    }

    /// <summary>How many points the tenant has.</summary>
    public Task<ulong> CountAsync(CancellationToken cancellationToken) =>
        client.CountAsync(collection, Mine([]), cancellationToken: cancellationToken);

    /// <summary>The nearest passages to each of the queries, by the name of the vector, in one round trip.</summary>
    /// <returns>For each query the passages' ids with their scores, best first.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<Hit>>> QueryAsync(
        IReadOnlyList<(string Vector, Query Query)> queries,
        PassageFilter filter,
        int limit,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<BatchResult> results = await client.QueryBatchAsync(
            collection,
            [.. queries.Select(query => new QueryPoints
            {
                CollectionName = collection,
                Query = query.Query,
                Using = query.Vector,
                Filter = Mine(QdrantPayload.Conditions(filter)),
                Limit = (ulong)limit,
                WithPayload = new[] { QdrantPayload.Passage },
            })],
            cancellationToken: cancellationToken);
        return [.. results.Select(found => found.Result
            .Select(point => new Hit(point.Payload[QdrantPayload.Passage].IntegerValue, point.Score)).ToArray())];
    }

    private Filter Mine(IEnumerable<Condition> conditions) =>
        new() { Must = { Conditions.MatchKeyword(QdrantPayload.Tenant, tenant), conditions } };

    private PointStruct Point(AddedPassage passage, IReadOnlyList<StemCount> stems)
    {
        Dictionary<string, Vector> vectors = new() { [WordsVector] = SparseWords.OfPassage(stems) };
        if (passage.Vector is { } vector)
        {
            vectors[TextVector] = vector;
        }

        PointStruct point = new() { Id = PointIds.Of(tenant, passage.Id), Vectors = vectors };
        QdrantPayload.Write(point.Payload, passage);
        point.Payload[QdrantPayload.Tenant] = tenant;
        return point;
    }
}
