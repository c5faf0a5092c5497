using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Storage.Tests.Documents;

public sealed class PassageChangesTests : StorageTest
{
    private const string Embedder = "test@000000000000";

    private DocumentStore Store => new(Database);

    private PassageChanges Changes => new(Database);

    [Fact]
    public async Task Additions_come_by_id_with_what_searches_filter_by()
    {
        await ReplaceAsync(Tenant, "a.md", "one", "two");
        await ReplaceAsync(Other, "a.md", "theirs");
        await ReplaceAsync(Tenant, "b.md", "three");

        var added = await Changes.AddedAfterAsync(Tenant, null, 0, 10, Token);

        Assert.Equal(["one", "two", "three"], added.Select(passage => passage.Text));
        Assert.Equal(("shop", "en", "7"), (added[0].Collection, added[0].Language, added[0].Metadata["sku"]));
        Assert.All(added, passage => Assert.Null(passage.Vector));
        Assert.Equal("two", Assert.Single(await Changes.AddedAfterAsync(Tenant, null, added[0].Id, 1, Token)).Text);
        Assert.Empty(await Changes.AddedAfterAsync(Tenant, null, added[2].Id, 10, Token));
    }

    [Fact]
    public async Task Removals_are_told_in_order_and_to_their_tenant_alone()
    {
        await ReplaceAsync(Tenant, "a.md", "one", "two");
        await ReplaceAsync(Other, "a.md", "theirs");
        var ids = (await Changes.AddedAfterAsync(Tenant, null, 0, 10, Token)).Select(passage => passage.Id);

        await ReplaceAsync(Tenant, "a.md", "new");
        await Store.RemoveVanishedAsync(Other, "shop", [], Token);

        var removed = await Changes.RemovedAfterAsync(Tenant, 0, 10, Token);
        Assert.Equal(ids, removed.Select(removal => removal.PassageId));
        Assert.True(removed[0].Sequence < removed[1].Sequence);
        Assert.Single(await Changes.RemovedAfterAsync(Tenant, removed[0].Sequence, 10, Token));
        Assert.Single(await Changes.RemovedAfterAsync(Other, 0, 10, Token));
    }

    [Fact]
    public async Task Removals_are_kept_until_each_follower_has_them()
    {
        await ReplaceAsync(Tenant, "a.md", "one");
        await ReplaceAsync(Tenant, "a.md", "two");
        await ReplaceAsync(Tenant, "a.md", "three");
        var removed = await Changes.RemovedAfterAsync(Tenant, 0, 10, Token);

        await AdvanceAsync("slow", new() { LastPassage = 2, LastRemoval = removed[0].Sequence });
        await AdvanceAsync("fast", new() { LastPassage = 3, LastRemoval = removed[1].Sequence });

        Assert.Equal(removed[1], Assert.Single(await Changes.RemovedAfterAsync(Tenant, 0, 10, Token)));
        Assert.Equal(
            new() { LastPassage = 2, LastRemoval = removed[0].Sequence }, await Changes.PositionAsync(Tenant, "slow", Token));
        Assert.Equal(FollowerPosition.Start, await Changes.PositionAsync(Other, "slow", Token));
    }

    [Fact]
    public async Task A_follower_long_silent_starts_again_and_holds_nothing_back()
    {
        await ReplaceAsync(Tenant, "a.md", "one");
        await ReplaceAsync(Tenant, "a.md", "two");
        await AdvanceAsync("silent", new() { LastPassage = 1 });
        Time.Advance(PassageChanges.FollowerLife + TimeSpan.FromMinutes(1));

        await AdvanceAsync("alive", new() { LastPassage = 2, LastRemoval = 1000 });

        Assert.Equal(FollowerPosition.Start, await Changes.PositionAsync(Tenant, "silent", Token));
        Assert.Empty(await Changes.RemovedAfterAsync(Tenant, 0, 10, Token));
    }

    [Fact]
    public async Task A_vector_that_comes_later_is_told_to_followers_that_were_past_its_passage()
    {
        await ReplaceAsync(Tenant, "a.md", "one", "two", "three");
        var added = await Changes.AddedAfterAsync(Tenant, Embedder, 0, 10, Token);
        await AdvanceAsync("index", new() { LastPassage = added[2].Id });

        await new PassageVectors(Database).StoreAsync(
            Tenant, Embedder, [new(PassageTextHash.Of("A", "two"), [0.6f, 0.8f])], Token);

        var position = await Changes.PositionAsync(Tenant, "index", Token);
        Assert.Equal(added[0].Id, position.LastPassage);
        var again = await Changes.AddedAfterAsync(Tenant, Embedder, position.LastPassage, 10, Token);
        Assert.Equal([0.6f, 0.8f], again[0].Vector!);
        Assert.Null(again[1].Vector);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_vector_that_comes_between_reading_and_advancing_is_told_again(int late)
    {
        string[] texts = ["one", "two", "three"];
        await ReplaceAsync(Tenant, "a.md", texts);
        var first = await Changes.AddedAfterAsync(Tenant, Embedder, 0, 1, Token);
        await AdvanceAsync("index", new() { LastPassage = first[0].Id });
        var read = await Changes.PositionAsync(Tenant, "index", Token);
        var added = await Changes.AddedAfterAsync(Tenant, Embedder, read.LastPassage, 10, Token);

        await new PassageVectors(Database).StoreAsync(
            Tenant, Embedder, [new(PassageTextHash.Of("A", texts[late]), [0.6f, 0.8f])], Token);
        var advanced = await Changes.AdvanceAsync(Tenant, "index", read, read with { LastPassage = added[^1].Id }, Token);

        Assert.False(advanced);
        var position = await Changes.PositionAsync(Tenant, "index", Token);
        var again = await Changes.AddedAfterAsync(Tenant, Embedder, position.LastPassage, 10, Token);
        Assert.Equal([0.6f, 0.8f], again.Single(passage => passage.Text == texts[late]).Vector!);
        Assert.True(await Changes.AdvanceAsync(
            Tenant, "index", position, position with { LastPassage = again[^1].Id }, Token));
        Assert.Equal(again[^1].Id, (await Changes.PositionAsync(Tenant, "index", Token)).LastPassage);
    }

    [Fact]
    public async Task A_follower_that_was_forgotten_while_it_read_is_at_the_start()
    {
        await ReplaceAsync(Tenant, "a.md", "one");
        var read = await Changes.PositionAsync(Tenant, "index", Token);
        await Changes.ForgetAsync(Tenant, "index", Token);

        Assert.False(await Changes.AdvanceAsync(Tenant, "index", read, read with { LastPassage = 1 }, Token));

        Assert.Equal(FollowerPosition.Start, await Changes.PositionAsync(Tenant, "index", Token));
    }

    private async Task AdvanceAsync(string follower, FollowerPosition to) => Assert.True(await Changes.AdvanceAsync(
        Tenant, follower, await Changes.PositionAsync(Tenant, follower, Token), to, Token));

    private Task ReplaceAsync(string tenant, string path, params string[] texts) => Store.ReplaceAsync(tenant,
        [
            new(
                new Document
                {
                    Path = path,
                    Title = "A",
                    ContentHash = texts[0],
                    Collection = "shop",
                    Language = "en",
                    Metadata = new Dictionary<string, string> { ["sku"] = "7" },
                },
                [.. texts.Select(text => new NewPassage("A", text, "a"))]),
        ], Token);
}
