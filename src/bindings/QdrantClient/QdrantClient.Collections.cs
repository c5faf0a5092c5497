using System.Text.Json;
using Qdrant.Client.Grpc;
using Qdrant.Client.Rest;

namespace Qdrant.Client;

public sealed partial class QdrantClient
{
    /// <summary>Whether a collection, or an alias, of that name exists.</summary>
    public async Task<bool> CollectionExistsAsync(string collectionName, CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Get, CollectionPath(collectionName, "/exists"), null, cancellationToken).ConfigureAwait(false);
        return reply.Result().GetProperty("exists").GetBoolean();
    }

    /// <summary>The names of all collections, without aliases.</summary>
    public async Task<IReadOnlyList<string>> ListCollectionsAsync(CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Get, "collections", null, cancellationToken).ConfigureAwait(false);
        return [.. reply.Result().GetProperty("collections").EnumerateArray()
            .Select(collection => collection.GetProperty("name").GetString()!)];
    }

    /// <summary>Creates a collection with named vectors.</summary>
    /// <exception cref="QdrantException">The collection exists.</exception>
    public async Task CreateCollectionAsync(
        string collectionName,
        VectorParamsMap? vectorsConfig = null,
        SparseVectorConfig? sparseVectorsConfig = null,
        CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Put,
            CollectionPath(collectionName),
            json => CollectionJson.Write(json, vectorsConfig, sparseVectorsConfig),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a collection and the aliases that stand for it.</summary>
    /// <exception cref="QdrantException">There was none of that name.</exception>
    public async Task DeleteCollectionAsync(
        string collectionName, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Delete, CollectionPath(collectionName, Within(timeout)), null, cancellationToken).ConfigureAwait(false);
        if (!reply.Result().GetBoolean())
        {
            throw new QdrantException($"Collection '{collectionName}' could not be deleted");
        }
    }

    /// <summary>Indexes a field of the payloads, so that filters on it are fast.</summary>
    public async Task<UpdateResult> CreatePayloadIndexAsync(
        string collectionName,
        string fieldName,
        PayloadSchemaType schemaType = PayloadSchemaType.Keyword,
        PayloadIndexParams? indexParams = null,
        bool wait = true,
        CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Put,
            CollectionPath(collectionName, "/index" + Wait(wait)),
            json => CollectionJson.WriteIndex(json, fieldName, schemaType, indexParams),
            cancellationToken).ConfigureAwait(false);
        return ReplyJson.Update(reply);
    }

    /// <summary>All aliases.</summary>
    public async Task<IReadOnlyList<AliasDescription>> ListAliasesAsync(CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Get, "aliases", null, cancellationToken).ConfigureAwait(false);
        return [.. reply.Result().GetProperty("aliases").EnumerateArray().Select(alias => new AliasDescription
        {
            AliasName = alias.GetProperty("alias_name").GetString()!,
            CollectionName = alias.GetProperty("collection_name").GetString()!,
        })];
    }

    /// <summary>Carries out changes of aliases in order, all of them or none: no search sees one without the rest.</summary>
    public async Task UpdateAliasesAsync(
        IReadOnlyList<AliasOperations> aliasOperations,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(
            HttpMethod.Post,
            "collections/aliases" + Within(timeout),
            json => CollectionJson.WriteAliases(json, aliasOperations),
            cancellationToken).ConfigureAwait(false);
        if (!reply.Result().GetBoolean())
        {
            throw new QdrantException("Alias update operation failed");
        }
    }

    private static string Within(TimeSpan? timeout) =>
        timeout is { } time ? FormattableString.Invariant($"?timeout={Math.Max(1, (long)time.TotalSeconds)}") : "";
}
