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
}
