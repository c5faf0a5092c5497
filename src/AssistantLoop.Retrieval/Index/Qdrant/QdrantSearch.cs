using AssistantLoop.Storage.Documents;
using Qdrant.Client;
using Qdrant.Client.Grpc;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>Finds passages in the collection that serves, and reads them from the database.</summary>
internal sealed class QdrantSearch(
    QdrantClient client, QdrantCollections collections, DocumentStore documents, WordStems stems)
{
    /// <summary>The best passages by words and by vector.</summary>
    public async Task<PassageMatches> FindAsync(PassageQuery query, CancellationToken cancellationToken)
    {
        (IReadOnlyList<Hit> words, IReadOnlyList<Hit> near) = await FindHitsAsync(query, cancellationToken);
        Dictionary<long, StoredPassage> stored = await ReadAsync(query, words.Concat(near), cancellationToken);
        return new(Found(words, stored), Found(near, stored));
    }

    private async Task<(IReadOnlyList<Hit> Words, IReadOnlyList<Hit> Near)> FindHitsAsync(
        PassageQuery query, CancellationToken cancellationToken)
    {
        string? serving = collections.Serving ?? await collections.AskServingAsync(cancellationToken);
        try
        {
            return await FindHitsAsync(query, serving, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Another node may have switched and dropped the collection.
            string? serves = await collections.AskServingAsync(cancellationToken);
            if (serves is null || serves == serving)
            {
                throw;
            }

            return await FindHitsAsync(query, serves, cancellationToken);
        }
    }

    private async Task<(IReadOnlyList<Hit> Words, IReadOnlyList<Hit> Near)> FindHitsAsync(
        PassageQuery query, string? collection, CancellationToken cancellationToken)
    {
        List<(string Vector, Query Query)> queries = [];
        (float[] Values, uint[] Indices) words =
            SparseWords.OfQuery(query.Words.Count == 0 ? [] : stems.Of(string.Join(' ', query.Words)));
        if (words.Indices.Length > 0)
        {
            queries.Add((TenantPoints.WordsVector, words));
        }

        if (query.Vector.Length > 0 && collection == collections.Own && collections.HasVectors)
        {
            queries.Add((TenantPoints.TextVector, query.Vector.ToArray()));
        }

        if (queries.Count == 0 || collection is null)
        {
            return ([], []);
        }

        IReadOnlyList<IReadOnlyList<Hit>> found = await new TenantPoints(client, collection, query.Tenant)
            .QueryAsync(queries, query.Filter, query.Limit, cancellationToken);
        return (Of(TenantPoints.WordsVector), Of(TenantPoints.TextVector));

        IReadOnlyList<Hit> Of(string vector) =>
            queries.FindIndex(asked => asked.Vector == vector) is >= 0 and int at ? found[at] : [];
    }

    /// <summary>The passages that the database has: what Qdrant found may be gone since.</summary>
    private async Task<Dictionary<long, StoredPassage>> ReadAsync(
        PassageQuery query, IEnumerable<Hit> hits, CancellationToken cancellationToken)
    {
        long[] ids = [.. hits.Select(hit => hit.Passage).Distinct()];
        IReadOnlyList<StoredPassage> read = ids.Length == 0
            ? []
            : await documents.FindPassagesAsync(query.Tenant, ids, cancellationToken);
        return read
            .Where(passage => passage.Path.StartsWith(query.Filter.PathPrefix ?? "", StringComparison.Ordinal))
            .ToDictionary(passage => passage.Id);
    }

    private static IReadOnlyList<FoundPassage> Found(IReadOnlyList<Hit> hits, Dictionary<long, StoredPassage> stored) =>
        FoundPassage.Of(
            hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Passage).Select(hit => (hit.Passage, hit.Score)),
            stored);
}
