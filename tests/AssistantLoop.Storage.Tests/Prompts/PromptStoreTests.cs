using AssistantLoop.Storage.Prompts;

namespace AssistantLoop.Storage.Tests.Prompts;

public sealed class PromptStoreTests : StorageTest
{
    private PromptStore Store => new(Database);

    [Fact]
    public async Task A_prompt_is_kept_once_under_its_sha256()
    {
        var hash = await Store.KeepAsync(Tenant, "abc", Token);
        var again = await Store.KeepAsync(Tenant, "abc", Token);

        // FIPS 180-2, appendix B.1.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash);
        Assert.Equal(hash, again);
        Assert.Equal("abc", await Store.FindAsync(Tenant, hash, Token));
    }

    [Fact]
    public async Task Another_tenant_does_not_see_a_prompt()
    {
        var hash = await Store.KeepAsync(Tenant, "abc", Token);

        Assert.Null(await Store.FindAsync(Other, hash, Token));
    }
}
