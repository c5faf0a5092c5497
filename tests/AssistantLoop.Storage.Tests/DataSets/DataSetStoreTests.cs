using AssistantLoop.Storage.DataSets;

namespace AssistantLoop.Storage.Tests.DataSets;

public sealed class DataSetStoreTests : StorageTest
{
    private static readonly DataSet Set =
        new() { Hash = "h", Manifest = """{"seed":1}""", ArtefactHash = "a", TrainCount = 18, HeldOutCount = 2 };

    private DataSetStore Store => new(Database);

    [Fact]
    public async Task A_data_set_is_never_changed()
    {
        Assert.True(await Store.AddAsync(Tenant, Set, [], [], null, Token));
        Assert.False(await Store.AddAsync(Tenant, Set with { Manifest = "{}", TrainCount = 1 }, [], [], null, Token));

        Assert.Equal(Set with { CreatedAt = Time.GetUtcNow() }, await Store.FindAsync(Tenant, "h", Token));
    }

    [Fact]
    public async Task Another_tenant_does_not_see_a_data_set()
    {
        await Store.AddAsync(Tenant, Set, [Guid.CreateVersion7(Time.GetUtcNow())], [], null, Token);

        Assert.Null(await Store.FindAsync(Other, "h", Token));
        Assert.Empty(await Store.ListAsync(Other, 10, Token));
        Assert.Empty(await Store.MembersAsync(Other, "h", Token));
        Assert.Single(await Store.ListAsync(Tenant, 10, Token));
    }

    [Fact]
    public async Task Pages_follow_each_other_from_the_newest_also_where_sets_are_of_one_moment()
    {
        foreach (var hash in new[] { "b", "a", "c" })
        {
            await Store.AddAsync(Tenant, Set with { Hash = hash }, [], [], null, Token);
        }

        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.AddAsync(Tenant, Set with { Hash = "newest" }, [], [], null, Token);

        var first = await Store.ListAsync(Tenant, 2, Token);
        var second = await Store.ListAsync(Tenant, 2, Token, after: first[^1].Hash);

        Assert.Equal(["newest", "a", "b", "c"], first.Concat(second).Select(set => set.Hash));
        Assert.Empty(await Store.ListAsync(Tenant, 2, Token, after: "c"));
    }
}
