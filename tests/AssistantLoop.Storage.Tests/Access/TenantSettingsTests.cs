using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Tests.Access;

public sealed class TenantSettingsTests : StorageTest
{
    [Fact]
    public async Task What_one_tenant_sets_holds_for_it_alone_and_is_in_the_audit_log()
    {
        TenantSettings settings = new(Database);
        Assert.Null((await settings.ReadAsync<Kept>(Tenant, TenantSettings.Retention, Token)).Days);
        await settings.WriteAsync(Tenant, TenantSettings.Retention, new Kept { Days = 30 }, "owner", Token);
        await settings.WriteAsync(Tenant, TenantSettings.Retention, new Kept { Days = 60 }, "owner", Token);
        Assert.Equal(60, (await settings.ReadAsync<Kept>(Tenant, TenantSettings.Retention, Token)).Days);
        Assert.Null((await settings.ReadAsync<Kept>(Other, TenantSettings.Retention, Token)).Days);
        var rows = await new AuditLog(Database).ReadAsync(Tenant, 0, 10, Token);
        Assert.Equal(["settings.changed", "settings.changed"], rows.Select(row => row.Action));
        Assert.Contains("30", rows[1].Details, StringComparison.Ordinal);
        Assert.Contains("60", rows[1].Details, StringComparison.Ordinal);
    }

    private sealed record Kept
    {
        public int? Days { get; init; }
    }
}
