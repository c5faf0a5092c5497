using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Tests.Versions;

public sealed class VersionRetentionTests : StorageTest
{
    private static readonly TimeSpan Days30 = TimeSpan.FromDays(30);

    private VersionStore Store => new(Database);

    private VersionRetention Retention => new(Database);

    [Fact]
    public async Task Old_versions_that_neither_serve_nor_wait_lose_their_adapters_and_say_so()
    {
        var served = await PromoteAsync(await AddAsync("a1"));
        var rejected = await RejectAsync(await AddAsync("a2"));
        var previous = await PromoteAsync(await AddAsync("a3"));
        var serving = await PromoteAsync(await AddAsync("a4"));
        var waiting = await AddAsync("a5");
        Time.Advance(Days30 + TimeSpan.FromDays(1));

        var marked = await Retention.MarkAsync(Tenant, 0, Days30, "retention", Token);

        Assert.Equal([served.Id, rejected.Id], marked.OrderBy(v => v.Number).Select(v => v.Id));
        Assert.Equal(["a1", "a2"], (await Retention.RemovableAsync(Token)).Order());
        Assert.NotNull((await Store.FindAsync(Tenant, served.Id, Token))!.PurgedAt);
        Assert.All([previous, serving, waiting], kept => Assert.DoesNotContain(kept.Id, marked.Select(v => v.Id)));
        Assert.Empty(await Retention.MarkAsync(Tenant, 0, Days30, "retention", Token));
        Assert.Null(await new AuditLog(Database).VerifyAsync(Tenant, Token));
    }

    [Fact]
    public async Task The_newest_and_those_that_served_lately_are_kept()
    {
        var old = await RejectAsync(await AddAsync("a1"));
        var lately = await PromoteAsync(await AddAsync("a2"));
        await PromoteAsync(await AddAsync("a3"));
        await PromoteAsync(await AddAsync("a4"));
        var newest = await RejectAsync(await AddAsync("a5"));
        Time.Advance(Days30 - TimeSpan.FromDays(1));

        var marked = await Retention.MarkAsync(Tenant, 1, Days30, "retention", Token);

        Assert.Equal([old.Id], marked.Select(v => v.Id));
        Assert.All([lately, newest], kept => Assert.DoesNotContain(kept.Id, marked.Select(v => v.Id)));
    }

    [Fact]
    public async Task A_version_in_an_experiment_is_kept()
    {
        await PromoteAsync(await AddAsync("a1"));
        var tried = await Store.LeaveUndecidedAsync(Tenant, (await AddAsync("a2")).Id, "gate", "few cases", null, Token);
        await new ExperimentStore(Database).StartAsync(
            Tenant, new NewExperiment("try", tried.Id, 0.1, false), "owner", Token);
        Time.Advance(Days30 * 2);

        Assert.Empty(await Retention.MarkAsync(Tenant, 0, Days30, "retention", Token));
    }

    [Fact]
    public async Task An_adapter_that_another_version_or_tenant_has_too_stays()
    {
        await RejectAsync(await AddAsync("shared"));
        await Store.AddAsync(Other, New("shared"), "owner", null, Token);
        await PromoteAsync(await AddAsync("a2"));

        Assert.Single(await Retention.MarkAsync(Tenant, 0, Days30, "retention", Token));
        Assert.Empty(await Retention.RemovableAsync(Token));
        Assert.Empty(await Retention.MarkAsync(Other, 0, Days30, "retention", Token));
    }

    [Fact]
    public async Task A_version_without_its_adapter_is_refused_whoever_asks()
    {
        var gone = await RejectAsync(await AddAsync("a1"));
        await PromoteAsync(await AddAsync("a2"));
        await Retention.MarkAsync(Tenant, 0, Days30, "retention", Token);

        var e = await Assert.ThrowsAsync<ConflictException>(
            () => Store.OverrideAsync(Tenant, gone.Id, "owner", "please", Token));

        Assert.Equal(
            "Version 1 cannot serve: its adapter was removed by the retention policy on 2026-03-01. Train again to get one like it.",
            e.Message);
    }

    private static NewVersion New(string adapter) =>
        new() { BaseHash = "base", PromptHash = "prompt", StyleHash = "style", AdapterHash = adapter };

    private Task<AssistantVersion> AddAsync(string adapter) => Store.AddAsync(Tenant, New(adapter), "owner", null, Token);

    private Task<AssistantVersion> PromoteAsync(AssistantVersion version) =>
        Store.PromoteAsync(Tenant, version.Id, "owner", "better", null, Token);

    private Task<AssistantVersion> RejectAsync(AssistantVersion version) =>
        Store.RejectAsync(Tenant, version.Id, "gate", "lost", null, Token);
}
