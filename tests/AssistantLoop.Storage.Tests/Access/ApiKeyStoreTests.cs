using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Tests.Access;

public sealed class ApiKeyStoreTests : StorageTest
{
    private ApiKeyStore Keys => new(Database);

    [Fact]
    public async Task A_key_is_found_by_its_prefix_and_listed_in_its_own_tenant_alone()
    {
        var key = await AddAsync("maria", "al_1");

        Assert.Equal(key, await Keys.FindByPrefixAsync("al_1", Token));
        Assert.Null(await Keys.FindByPrefixAsync("al_2", Token));
        Assert.Equal([key], await Keys.ListAsync(Tenant, Token));
        Assert.Empty(await Keys.ListAsync(Other, Token));
        Assert.True(key.WorksAt(Time.GetUtcNow()));
    }

    [Fact]
    public async Task Of_a_rotated_key_the_new_one_works_at_once_and_the_old_one_until_its_grace_ends()
    {
        var old = await AddAsync("maria", "al_1", Time.GetUtcNow().AddDays(10));
        Time.Advance(TimeSpan.FromDays(1));
        var fresh = await Keys.RotateAsync(Tenant, old.Id, "al_2", "hash-2", TimeSpan.FromHours(24), "owner", Token);

        Assert.Equal(("maria", "agent", "chat read", old.Id), (fresh.Name, fresh.Role, fresh.Scopes, fresh.RotatedFrom!.Value));
        Assert.Equal(Time.GetUtcNow().AddDays(10), fresh.ExpiresAt);
        Assert.True(fresh.WorksAt(Time.GetUtcNow()));
        old = await Keys.RequireAsync(Tenant, old.Id, Token);
        Assert.True(old.WorksAt(Time.GetUtcNow().AddHours(23)));
        Assert.False(old.WorksAt(Time.GetUtcNow().AddHours(24)));
        await Assert.ThrowsAsync<ConflictException>(
            () => Keys.RotateAsync(Tenant, old.Id, "al_3", "hash-3", TimeSpan.Zero, "owner", Token));
    }

    [Fact]
    public async Task A_grace_does_not_lengthen_a_keys_life()
    {
        var old = await AddAsync("maria", "al_1", Time.GetUtcNow().AddHours(1));
        await Keys.RotateAsync(Tenant, old.Id, "al_2", "hash-2", TimeSpan.FromHours(24), "owner", Token);
        Assert.Equal(old.ExpiresAt, (await Keys.RequireAsync(Tenant, old.Id, Token)).ExpiresAt);
    }

    [Fact]
    public async Task Two_keys_that_work_do_not_share_a_name()
    {
        var first = await AddAsync("maria", "al_1");
        await Assert.ThrowsAsync<ConflictException>(() => AddAsync("maria", "al_2"));
        await Keys.RevokeAsync(Tenant, first.Id, "owner", Token);
        Assert.True((await AddAsync("maria", "al_3")).WorksAt(Time.GetUtcNow()));
    }

    [Fact]
    public async Task That_a_key_is_used_is_written_once_a_minute()
    {
        var key = await AddAsync("maria", "al_1");
        await Keys.UsedAsync(key, Token);
        var first = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromSeconds(59));
        await Keys.UsedAsync(await Keys.RequireAsync(Tenant, key.Id, Token), Token);
        Assert.Equal(first, (await Keys.RequireAsync(Tenant, key.Id, Token)).LastUsedAt);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Keys.UsedAsync(await Keys.RequireAsync(Tenant, key.Id, Token), Token);
        Assert.Equal(first.AddMinutes(1), (await Keys.RequireAsync(Tenant, key.Id, Token)).LastUsedAt);
    }

    [Fact]
    public async Task Another_tenants_key_can_be_neither_read_rotated_nor_revoked()
    {
        var key = await AddAsync("maria", "al_1");
        await Assert.ThrowsAsync<NotFoundException>(() => Keys.RequireAsync(Other, key.Id, Token));
        await Assert.ThrowsAsync<NotFoundException>(
            () => Keys.RotateAsync(Other, key.Id, "al_2", "hash", TimeSpan.Zero, "owner", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Keys.RevokeAsync(Other, key.Id, "owner", Token));
        Assert.True((await Keys.RequireAsync(Tenant, key.Id, Token)).WorksAt(Time.GetUtcNow()));
    }

    [Fact]
    public async Task The_audit_log_holds_each_change_and_no_hash()
    {
        var key = await AddAsync("maria", "al_1");
        await Keys.RotateAsync(Tenant, key.Id, "al_2", "hash-2", TimeSpan.Zero, "owner", Token);
        await Keys.RevokeAsync(Tenant, key.Id, "owner", Token);
        var rows = await new AuditLog(Database).ReadAsync(Tenant, 0, 10, Token);
        Assert.Equal(["key.added", "key.rotated", "key.revoked"], rows.Select(row => row.Action));
        Assert.DoesNotContain(rows, row => row.Details.Contains("hash", StringComparison.Ordinal));
    }

    private Task<ApiKey> AddAsync(string name, string prefix, DateTimeOffset? ends = null) =>
        Keys.AddAsync(Tenant, new(name, "agent", "chat read", prefix, $"hash of {prefix}", ends), "owner", Token);
}
