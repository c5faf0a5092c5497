using Qdrant.Client;
using Qdrant.Client.Grpc;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>
/// The collections of passages: one for each embedder, since vectors of two do not compare, and the alias that says which
/// one serves. The alias moves in one request, so a search finds the old collection or the new one, never none.
/// </summary>
internal sealed class QdrantCollections(QdrantClient client, string? embedder, int dimensions)
{
    /// <summary>What stands for the collection that serves.</summary>
    public const string Alias = "assistantloop-passages";

    private const string Prefix = "passages-";

    private volatile string? _serving;

    /// <summary>The collection of this embedder.</summary>
    public string Own { get; } = Prefix + string.Concat((embedder ?? "words").Select(unit => IsAllowed(unit) ? unit : '-'));

    /// <summary>Whether this embedder's collection holds vectors of meaning.</summary>
    public bool HasVectors => embedder is not null;

    /// <summary>The collection that served when last asked, or null before the first; another node may have switched since.</summary>
    public string? Serving => _serving;

    /// <summary>Asks for the collection that serves.</summary>
    /// <returns>Null before the first.</returns>
    public async Task<string?> AskServingAsync(CancellationToken cancellationToken) => _serving =
        (await client.ListAliasesAsync(cancellationToken)).FirstOrDefault(alias => alias.AliasName == Alias)?.CollectionName;

    /// <summary>The embedder whose vectors a collection holds; null where it holds none.</summary>
    public string? EmbedderOf(string collection) => collection == Own ? embedder : collection[Prefix.Length..];

    /// <summary>Creates this embedder's collection where it is missing, and lets it serve where none does.</summary>
    /// <returns>The collection that serves.</returns>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        if (!await client.CollectionExistsAsync(Own, cancellationToken))
        {
            await CreateAsync(cancellationToken);
        }

        if (await AskServingAsync(cancellationToken) is { } serving)
        {
            return serving;
        }

        // Last, so that a collection that serves has its indexes.
        await IndexFieldsAsync(cancellationToken);
        await client.UpdateAliasesAsync([Create()], cancellationToken: cancellationToken);
        return _serving = Own;
    }

    /// <summary>Lets this embedder's collection serve in place of the one that does.</summary>
    public async Task SwitchAsync(CancellationToken cancellationToken)
    {
        await IndexFieldsAsync(cancellationToken);
        await client.UpdateAliasesAsync(
            [new() { DeleteAlias = new() { AliasName = Alias } }, Create()], cancellationToken: cancellationToken);
        _serving = Own;
    }

    /// <summary>Drops a collection that serves no more.</summary>
    public async Task DropAsync(string collection, CancellationToken cancellationToken)
    {
        if (await client.CollectionExistsAsync(collection, cancellationToken))
        {
            await client.DeleteCollectionAsync(collection, cancellationToken: cancellationToken);
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateCollectionAsync(
                Own,
                embedder is null ? new VectorParamsMap() : new VectorParamsMap
                {
                    Map = { [TenantPoints.TextVector] = new() { Size = (ulong)dimensions, Distance = Distance.Cosine } },
                },
                sparseVectorsConfig: (TenantPoints.WordsVector, new SparseVectorParams { Modifier = Modifier.Idf }),
                cancellationToken: cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Another node may have been faster.
            if (!await client.CollectionExistsAsync(Own, cancellationToken))
            {
                throw;
            }
        }

        await IndexFieldsAsync(cancellationToken);
    }

    /// <summary>Asking for an index that is there changes nothing.</summary>
    private async Task IndexFieldsAsync(CancellationToken cancellationToken)
    {
        await IndexAsync(QdrantPayload.Tenant, new() { KeywordIndexParams = new() { IsTenant = true } }, cancellationToken);
        await IndexAsync(QdrantPayload.Collection, new() { KeywordIndexParams = new() }, cancellationToken);
        await IndexAsync(QdrantPayload.Language, new() { KeywordIndexParams = new() }, cancellationToken);
        await IndexAsync(QdrantPayload.Metadata, new() { KeywordIndexParams = new() }, cancellationToken);
        await IndexAsync(
            QdrantPayload.Passage, new() { IntegerIndexParams = new() { Lookup = false, Range = true } }, cancellationToken);
        await IndexAsync(
            QdrantPayload.PathStart, new() { IntegerIndexParams = new() { Lookup = true, Range = false } }, cancellationToken);
    }

    private Task<UpdateResult> IndexAsync(string field, PayloadIndexParams parameters, CancellationToken cancellationToken) =>
        client.CreatePayloadIndexAsync(
            Own,
            field,
            parameters.IntegerIndexParams is null ? PayloadSchemaType.Keyword : PayloadSchemaType.Integer,
            parameters,
            cancellationToken: cancellationToken);

    private AliasOperations Create() => new() { CreateAlias = new() { CollectionName = Own, AliasName = Alias } };

    private static bool IsAllowed(char unit) => char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_' or '.' or '@';
}
