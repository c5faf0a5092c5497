using System.Text.Json.Nodes;
using Qdrant.Client.Grpc;

namespace Qdrant.Client.Tests;

public sealed class CollectionTests : ClientTest
{
    [Fact]
    public async Task A_collection_is_there_from_its_creation_to_its_end()
    {
        Assert.False(await Client.CollectionExistsAsync("shop", Token));
        await CreateAsync();
        Assert.True(await Client.CollectionExistsAsync("shop", Token));
        Assert.Equal(["shop"], await Client.ListCollectionsAsync(Token));
        await Client.DeleteCollectionAsync("shop", cancellationToken: Token);
        Assert.Empty(await Client.ListCollectionsAsync(Token));
    }

    [Fact]
    public async Task Creating_says_sizes_distances_and_modifiers()
    {
        await CreateAsync();

        JsonNode expected = JsonNode.Parse("""
            {"vectors": {"text": {"size": 2, "distance": "Cosine"}}, "sparse_vectors": {"words": {"modifier": "idf"}}}
            """)!;
        Assert.True(JsonNode.DeepEquals(expected, Server.Requests[^1].Body));
    }

    [Fact]
    public async Task A_collection_that_exists_is_not_created_again_nor_a_missing_one_deleted()
    {
        await CreateAsync();

        QdrantException error = await Assert.ThrowsAsync<QdrantException>(() => CreateAsync());
        Assert.Contains("already exists", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<QdrantException>(() => Client.DeleteCollectionAsync("none", cancellationToken: Token));
    }

    [Fact]
    public async Task A_name_with_any_character_stays_one_part_of_the_address()
    {
        await CreateAsync("a/b?c d@1");
        Assert.Equal(["a/b?c d@1"], await Client.ListCollectionsAsync(Token));
        Assert.True(await Client.CollectionExistsAsync("a/b?c d@1", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.CollectionExistsAsync("", Token));
    }

    [Fact]
    public async Task Indexes_say_their_type_and_parameters()
    {
        await CreateAsync();
        UpdateResult result = await Client.CreatePayloadIndexAsync(
            "shop", "tenant", PayloadSchemaType.Keyword, new() { KeywordIndexParams = new() { IsTenant = true } },
            cancellationToken: Token);
        await Client.CreatePayloadIndexAsync(
            "shop", "number", PayloadSchemaType.Integer, new() { IntegerIndexParams = new() { Lookup = true } },
            cancellationToken: Token);

        Assert.Equal(UpdateStatus.Completed, result.Status);
        Assert.Equal(
            """{"field_name":"tenant","field_schema":{"type":"keyword","is_tenant":true}}""",
            Server.Requests[^2].Body!.ToJsonString());
        Assert.Equal(
            """{"field_name":"number","field_schema":{"type":"integer","lookup":true,"range":false}}""",
            Server.Requests[^1].Body!.ToJsonString());
    }

    [Fact]
    public async Task Aliases_change_together_or_not_at_all()
    {
        await CreateAsync("old");
        await CreateAsync("new");
        await Client.UpdateAliasesAsync(
            [new() { CreateAlias = new() { AliasName = "shop", CollectionName = "old" } }], cancellationToken: Token);

        await Assert.ThrowsAsync<QdrantException>(() => Client.UpdateAliasesAsync(
            [
                new() { DeleteAlias = new() { AliasName = "shop" } },
                new() { CreateAlias = new() { AliasName = "shop", CollectionName = "missing" } },
            ],
            cancellationToken: Token));
        Assert.Equal("old", Assert.Single(await Client.ListAliasesAsync(Token)).CollectionName);

        await Client.UpdateAliasesAsync(
            [
                new() { DeleteAlias = new() { AliasName = "shop" } },
                new() { CreateAlias = new() { AliasName = "shop", CollectionName = "new" } },
            ],
            cancellationToken: Token);
        AliasDescription alias = Assert.Single(await Client.ListAliasesAsync(Token));
        Assert.Equal(("shop", "new"), (alias.AliasName, alias.CollectionName));
        Assert.True(await Client.CollectionExistsAsync("shop", Token));
    }
}
