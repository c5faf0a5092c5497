using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Storage.Tests.Documents;

public sealed class PassageVectorsTests : StorageTest
{
    private const string Embedder = "test@000000000000";

    private static readonly byte[] s_one = PassageTextHash.Of("A", "one");
    private static readonly byte[] s_two = PassageTextHash.Of("A", "two");

    private PassageVectors Vectors => new(Database);

    [Fact]
    public async Task A_vector_is_known_to_its_tenant_and_embedder_alone()
    {
        await Vectors.StoreAsync(Tenant, Embedder, [new(s_one, [1, 0])], Token);

        Assert.Equal([Convert.ToHexStringLower(s_one)], await Vectors.KnownAsync(Tenant, Embedder, [s_one, s_two], Token));
        Assert.Empty(await Vectors.KnownAsync(Other, Embedder, [s_one], Token));
        Assert.Empty(await Vectors.KnownAsync(Tenant, "other@000000000000", [s_one], Token));
    }

    [Fact]
    public async Task Passages_without_a_vector_are_listed()
    {
        await AddAsync("one", "two");
        await Vectors.StoreAsync(Tenant, Embedder, [new(s_one, [1, 0])], Token);

        Assert.Equal("two", Assert.Single(await Vectors.MissingAsync(Tenant, Embedder, 0, 10, Token)).Text);
        Assert.Equal(1, await Vectors.CountMissingAsync(Tenant, Embedder, Token));
        Assert.Equal(2, await Vectors.CountMissingAsync(Tenant, "other@000000000000", Token));
    }

    [Fact]
    public async Task What_no_passage_uses_is_pruned_after_a_day()
    {
        await AddAsync("one");
        await Vectors.StoreAsync(Tenant, Embedder, [new(s_one, [1, 0]), new(s_two, [0, 1])], Token);
        Assert.Equal(0, await Vectors.PruneAsync(Tenant, Embedder, Token));
        Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await Vectors.PruneAsync(Tenant, Embedder, Token));

        Assert.Equal(0, await Vectors.CountMissingAsync(Tenant, Embedder, Token));
        Assert.Equal(1, await Vectors.PruneAsync(Tenant, "other@000000000000", Token));
    }

    [Fact]
    public async Task What_was_just_asked_for_is_not_pruned()
    {
        await Vectors.StoreAsync(Tenant, Embedder, [new(s_two, [0, 1])], Token);
        Time.Advance(TimeSpan.FromDays(2));

        await Vectors.KnownAsync(Tenant, Embedder, [s_two], Token);

        Assert.Equal(0, await Vectors.PruneAsync(Tenant, Embedder, Token));
    }

    private Task AddAsync(params string[] texts) => new DocumentStore(Database).ReplaceAsync(Tenant,
        [
            new(
                new Document { Path = "a.md", Title = "A", ContentHash = "h" },
                [.. texts.Select(text => new NewPassage("A", text, "a"))]),
        ], Token);
}
