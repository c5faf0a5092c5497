using AssistantLoop.Storage.Access;

namespace AssistantLoop.Storage.Tests.Access;

public sealed class SiteStoreTests : StorageTest
{
    private SiteStore Sites => new(Database);

    [Fact]
    public async Task A_site_keeps_what_was_said_of_it_and_is_found_by_its_key()
    {
        var site = await AddAsync();
        Assert.Equal(["https://shop.example"], site.Origins);
        Assert.Equal(["Returns?"], site.Questions);
        Assert.Equal("#123", site.Theme["accent"]);
        Assert.Equal(site.Id, (await Sites.FindByKeyAsync("site_1", Token))!.Id);

        var changed = await Sites.ChangeAsync(
            Tenant, site.Id, new() { Name = "Shop", AllowedOrigins = ["https://b.example"], HandOver = false }, "owner", Token);
        Assert.Equal(["https://b.example"], changed.Origins);
        Assert.Null(changed.Questions);
        Assert.False(changed.HandOver);
        Assert.Equal("site_1", changed.PublicKey);
    }

    [Fact]
    public async Task A_disabled_sites_key_finds_nothing_until_it_is_on_again()
    {
        var site = await AddAsync();
        await Sites.DisableAsync(Tenant, site.Id, disabled: true, "owner", Token);
        Assert.Null(await Sites.FindByKeyAsync("site_1", Token));
        await Sites.DisableAsync(Tenant, site.Id, disabled: false, "owner", Token);
        Assert.NotNull(await Sites.FindByKeyAsync("site_1", Token));
    }

    [Fact]
    public async Task A_new_secret_leaves_the_one_before_good_for_a_time()
    {
        var site = await Sites.RotateSecretAsync(Tenant, (await AddAsync()).Id, TimeSpan.FromHours(2), "owner", Token);
        Assert.Equal(2, site.SecretGeneration);
        Assert.Equal(Time.GetUtcNow().AddHours(2), site.PreviousSecretUntil);
    }

    [Fact]
    public async Task Another_tenants_site_is_not_there()
    {
        var site = await AddAsync();
        Assert.Empty(await Sites.ListAsync(Other, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Sites.RequireAsync(Other, site.Id, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Sites.DisableAsync(Other, site.Id, true, "owner", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Sites.RotateSecretAsync(Other, site.Id, TimeSpan.Zero, "owner", Token));
        Assert.NotNull(await Sites.FindByKeyAsync("site_1", Token));
    }

    private Task<Site> AddAsync() => Sites.AddAsync(
        Tenant,
        "site_1",
        new()
        {
            Name = "Shop",
            AllowedOrigins = ["https://shop.example"],
            Suggestions = ["Returns?"],
            Theme = new Dictionary<string, string> { ["accent"] = "#123" },
        },
        "owner",
        Token);
}
