using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Tests.Versions;

public sealed class VersionStoreTests : StorageTest
{
    private static readonly NewVersion New = new() { BaseHash = "base", PromptHash = "prompt", StyleHash = "style" };

    private VersionStore Store => new(Database);

    [Fact]
    public async Task Versions_are_numbered_within_their_tenant()
    {
        var first = await AddAsync();
        var second = await AddAsync(first.Id);
        var foreign = await Store.AddAsync(Other, New, "owner", null, Token);

        Assert.Equal((1, 2, 1), (first.Number, second.Number, foreign.Number));
        Assert.Equal((VersionStatus.Staged, first.Id), (second.Status, second.ParentId));
        Assert.Equal(second, await Store.FindByNumberAsync(Tenant, 2, Token));
        Assert.Equal([second, first], await Store.ListAsync(Tenant, 10, Token));
    }

    [Fact]
    public async Task A_promotion_moves_the_alias_and_both_statuses()
    {
        var (first, second) = (await AddAsync(), await AddAsync());
        await PromoteAsync(first);

        var serving = await PromoteAsync(second);

        Assert.Equal((second.Id, VersionStatus.Serving), (serving.Id, serving.Status));
        Assert.Equal(serving, await Store.ServingAsync(Tenant, Token));
        Assert.Equal((first.Id, VersionStatus.Previous), await PreviousAsync());
        Assert.Equal(("owner", "better"), (serving.DecidedBy, serving.Reason));
    }

    [Fact]
    public async Task A_rollback_goes_back_to_the_version_that_served_before()
    {
        var (first, second, third) = (await AddAsync(), await AddAsync(), await AddAsync());
        await PromoteAsync(first);
        await PromoteAsync(second);
        await PromoteAsync(third);

        var serving = await Store.RollbackAsync(Tenant, "owner", "worse", Token);

        Assert.Equal((second.Id, VersionStatus.Serving), (serving.Id, serving.Status));
        Assert.Equal(VersionStatus.RolledBack, (await Store.FindAsync(Tenant, third.Id, Token))!.Status);
        Assert.Equal((first.Id, VersionStatus.Previous), await PreviousAsync());
        Assert.Equal(first.Id, (await Store.RollbackAsync(Tenant, "owner", "worse", Token)).Id);
        Assert.Null(await PreviousAsync());
    }

    [Fact]
    public async Task A_version_promoted_again_after_others_is_rolled_back_through_the_same_order()
    {
        var (first, second) = (await AddAsync(), await AddAsync());
        await PromoteAsync(first);
        await PromoteAsync(second);
        await PromoteAsync(first);

        Assert.Equal(second.Id, (await Store.RollbackAsync(Tenant, "owner", "r", Token)).Id);
        Assert.Equal(first.Id, (await Store.RollbackAsync(Tenant, "owner", "r", Token)).Id);
        await Assert.ThrowsAsync<ConflictException>(() => Store.RollbackAsync(Tenant, "owner", "r", Token));

        var history = await Store.HistoryAsync(Tenant, 10, Token);
        Assert.Equal([(3, 1), (2, 2), (1, 1)], history.Select(s => (s.Sequence, s.VersionNumber)));
        Assert.Equal([true, true, false], history.Select(s => s.RolledBackAt is not null));
    }

    [Fact]
    public async Task A_rollback_without_an_earlier_version_is_refused()
    {
        var none = await Assert.ThrowsAsync<ConflictException>(() => Store.RollbackAsync(Tenant, "owner", "r", Token));
        await PromoteAsync(await AddAsync());

        var one = await Assert.ThrowsAsync<ConflictException>(() => Store.RollbackAsync(Tenant, "owner", "r", Token));

        Assert.Equal("Tenant alder-finch has no serving version to roll back.", none.Message);
        Assert.Equal("Version 1 cannot be rolled back: no version served before it.", one.Message);
        Assert.NotNull(await Store.ServingAsync(Tenant, Token));
    }

    [Fact]
    public async Task The_serving_version_cannot_be_promoted_again()
    {
        var version = await AddAsync();
        await PromoteAsync(version);

        var e = await Assert.ThrowsAsync<ConflictException>(() => PromoteAsync(version));

        Assert.Equal("Version 1 serves already.", e.Message);
    }

    [Fact]
    public async Task A_staged_version_becomes_a_candidate_and_is_rejected_but_a_serving_one_is_neither()
    {
        var (first, second) = (await AddAsync(), await AddAsync());
        var candidate = await Store.NominateAsync(Tenant, first.Id, "worker", "trained", null, Token);
        var rejected = await Store.RejectAsync(Tenant, first.Id, "gate", "lost", null, Token);
        await PromoteAsync(second);

        var e = await Assert.ThrowsAsync<ConflictException>(
            () => Store.RejectAsync(Tenant, second.Id, "gate", "lost", null, Token));

        Assert.Equal((VersionStatus.Candidate, VersionStatus.Rejected), (candidate.Status, rejected.Status));
        Assert.Equal("Version 2 is serving and cannot become rejected.", e.Message);
    }

    [Theory]
    [InlineData(true, "Version 2 is rejected (lost); to let it serve all the same, override the gate and say why.")]
    [InlineData(false, "Version 2 is undecided (lost); to let it serve all the same, override the gate and say why.")]
    public async Task What_the_gate_did_not_pass_serves_only_by_an_override_with_a_reason(bool rejected, string problem)
    {
        await PromoteAsync(await AddAsync());
        var version = await AddAsync();
        _ = rejected
            ? await Store.RejectAsync(Tenant, version.Id, "gate", "lost", null, Token)
            : await Store.LeaveUndecidedAsync(Tenant, version.Id, "gate", "lost", null, Token);

        var refused = await Assert.ThrowsAsync<ConflictException>(() => PromoteAsync(version));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.OverrideAsync(Tenant, version.Id, "owner", " ", Token));
        var serving = await Store.OverrideAsync(Tenant, version.Id, "owner", "we know better", Token);

        Assert.Equal(problem, refused.Message);
        Assert.Equal((version.Id, "we know better"), (serving.Id, serving.Reason));
        var row = (await new AuditLog(Database).ReadAsync(Tenant, 0, 10, Token)).Single(e => e.Action == "version.overridden");
        Assert.Equal("owner", row.Actor);
        Assert.Contains("we know better", row.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_nothing_to_override_in_a_version_that_the_gate_did_not_turn_down()
    {
        var version = await AddAsync();

        var e = await Assert.ThrowsAsync<ConflictException>(
            () => Store.OverrideAsync(Tenant, version.Id, "owner", "because", Token));

        Assert.Equal("Version 1 is staged: there is no decision of the gate to override.", e.Message);
    }

    [Fact]
    public async Task A_retired_version_never_serves_again_and_a_rollback_passes_it_over()
    {
        var (first, second, third) = (await AddAsync(), await AddAsync(), await AddAsync());
        await PromoteAsync(first);
        await PromoteAsync(second);
        await PromoteAsync(third);

        var retired = await Store.RetireAsync(Tenant, second.Id, "owner", "its data was erased", Token);

        Assert.Equal((VersionStatus.Retired, "its data was erased"), (retired.Status, retired.Reason));
        Assert.Equal(first.Id, (await Store.PreviousAsync(Tenant, Token))!.Id);
        Assert.Equal(retired, await Store.RetireAsync(Tenant, second.Id, "owner", "again", Token));
        await Assert.ThrowsAsync<ConflictException>(() => PromoteAsync(second));
        await Assert.ThrowsAsync<ConflictException>(
            () => Store.OverrideAsync(Tenant, second.Id, "owner", "please", Token));
        Assert.Equal(first.Id, (await Store.RollbackAsync(Tenant, "owner", "worse", Token)).Id);
        Assert.Null(await Store.PreviousAsync(Tenant, Token));
    }

    [Fact]
    public async Task The_serving_version_is_not_retired_before_another_serves()
    {
        var version = await AddAsync();
        await PromoteAsync(version);

        var e = await Assert.ThrowsAsync<ConflictException>(
            () => Store.RetireAsync(Tenant, version.Id, "owner", "its data was erased", Token));

        Assert.Equal("Version 1 serves; roll back or promote another before it is retired.", e.Message);
    }

    [Fact]
    public async Task A_rollback_meant_for_a_version_that_no_longer_serves_is_refused()
    {
        var (first, second) = (await AddAsync(), await AddAsync());
        await PromoteAsync(first);
        await PromoteAsync(second);

        await Assert.ThrowsAsync<ConflictException>(
            () => Store.RollbackAsync(Tenant, "guard", "worse", Token, expected: first.Id));

        Assert.Equal(second.Id, (await Store.ServingAsync(Tenant, Token))!.Id);
    }

    [Fact]
    public async Task A_version_made_from_another_has_its_index_configuration_unless_it_says_otherwise()
    {
        var parent = await Store.AddAsync(Tenant, New with { IndexHash = "one" }, "owner", null, Token);

        Assert.Equal("one", (await AddAsync(parent.Id)).IndexHash);
        Assert.Equal("two", (await Store.AddAsync(
            Tenant, New with { ParentId = parent.Id, IndexHash = "two" }, "owner", null, Token)).IndexHash);
        Assert.Null((await AddAsync()).IndexHash);
    }

    [Fact]
    public async Task Metrics_are_kept()
    {
        var version = await AddAsync();

        var measured = await Store.SetMetricsAsync(Tenant, version.Id, """{"score":0.9}""", null, Token);

        Assert.Equal(version with { Metrics = """{"score":0.9}""" }, measured);
    }

    [Fact]
    public async Task Each_decision_is_in_the_audit_log()
    {
        var (first, second) = (await AddAsync(), await AddAsync());
        await PromoteAsync(first);
        await PromoteAsync(second);
        await Store.RollbackAsync(Tenant, "owner", "worse", Token);

        var log = new AuditLog(Database);
        Assert.Equal(
            ["version.added", "version.added", "version.promoted", "version.promoted", "version.rolled-back"],
            (await log.ReadAsync(Tenant, 0, 10, Token)).Select(entry => entry.Action));
        Assert.Null(await log.VerifyAsync(Tenant, Token));
    }

    [Fact]
    public async Task Another_tenant_neither_sees_nor_serves_a_version()
    {
        var version = await AddAsync();
        await PromoteAsync(version);

        Assert.Null(await Store.FindAsync(Other, version.Id, Token));
        Assert.Null(await Store.FindByNumberAsync(Other, 1, Token));
        Assert.Null(await Store.ServingAsync(Other, Token));
        Assert.Null(await Store.PreviousAsync(Other, Token));
        Assert.Empty(await Store.ListAsync(Other, 10, Token));
        Assert.Empty(await Store.HistoryAsync(Other, 10, Token));
        await Assert.ThrowsAsync<NotFoundException>(
            () => Store.PromoteAsync(Other, version.Id, "owner", "r", null, Token));
        await Assert.ThrowsAsync<NotFoundException>(
            () => Store.SetMetricsAsync(Other, version.Id, "{}", null, Token));
        await Assert.ThrowsAsync<ConflictException>(() => Store.RollbackAsync(Other, "owner", "r", Token));
    }

    private Task<AssistantVersion> AddAsync(Guid? parent = null) =>
        Store.AddAsync(Tenant, New with { ParentId = parent }, "owner", null, Token);

    private Task<AssistantVersion> PromoteAsync(AssistantVersion version) =>
        Store.PromoteAsync(Tenant, version.Id, "owner", "better", null, Token);

    private async Task<(Guid, VersionStatus)?> PreviousAsync() =>
        await Store.PreviousAsync(Tenant, Token) is { } version ? (version.Id, version.Status) : null;
}
