using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Tests.Runs;

public sealed class RunLeasesTests : StorageTest
{
    private static readonly NewRun Sft = new("sft", "{}", null, "owner", "button");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private RunStore Store => new(Database);

    private RunLeases Leases => new(Database);

    [Fact]
    public async Task Of_two_connections_that_race_for_a_lease_exactly_one_wins()
    {
        using var second = await Database.OpenAsync(Folder, Time, Token);
        RunLeases[] racers = [Leases, new RunLeases(second)];
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var run = await Store.EnqueueAsync(Tenant, Sft, Token);
            using var start = new Barrier(2);

            var leased = await Task.WhenAll(racers.Select((leases, i) => Task.Run(() =>
            {
                start.SignalAndWait(Token);
                return leases.TryLeaseAsync($"worker-{i}", Minute, Token);
            })));

            Assert.Equal(run.Id, Assert.Single(leased, l => l is not null)!.Run.Id);
        }
    }

    [Fact]
    public async Task Of_200_workers_frozen_past_their_lease_while_another_takes_over_none_writes_a_thing()
    {
        using var second = await Database.OpenAsync(Folder, Time, Token);
        var (frozen, successor) = (Leases, new RunLeases(second));
        VersionStore[] registries = [new(Database), new(second)];
        var stale = 0;
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var run = await Store.EnqueueAsync(Tenant, Sft, Token);
            var old = (await frozen.TryLeaseAsync("frozen", Minute, Token))!.Lease;
            Time.Advance(Minute);
            var current = (await successor.TryLeaseAsync("successor", Minute, Token))!.Lease;
            var version = await registries[1].AddAsync(
                Tenant, new NewVersion { BaseHash = "b", PromptHash = "p", StyleHash = "s", RunId = run.Id }, "successor", current, Token);
            Func<Task>[] writes =
            [
                () => frozen.AppendProgressAsync(old, "\"frozen\"", Token),
                () => frozen.RenewAsync(old, Minute, Token),
                () => frozen.BeginEvaluationAsync(old, Token),
                () => frozen.EndAsync(old, RunState.Failed, null, "frozen", Token),
                () => frozen.ReleaseAsync(old, Token),
                () => registries[0].SetMetricsAsync(Tenant, version.Id, "\"frozen\"", old, Token),
                () => registries[0].PromoteAsync(Tenant, version.Id, "frozen", "frozen", old, Token),
            ];
            using var start = new Barrier(2);
            var awake = Task.Run(() =>
            {
                start.SignalAndWait(Token);
                return writes[attempt % writes.Length]();
            });
            var working = Task.Run(async () =>
            {
                start.SignalAndWait(Token);
                await successor.AppendProgressAsync(current, "\"successor\"", Token);
                await registries[1].PromoteAsync(Tenant, version.Id, "successor", "better", current, Token);
                await successor.EndAsync(current, RunState.Succeeded, "{}", null, Token);
            });

            await Assert.ThrowsAsync<StaleLeaseException>(() => awake);
            await working;

            var (ended, serving) = (await Store.FindAsync(Tenant, run.Id, Token), await registries[0].ServingAsync(Tenant, Token));
            var lines = await Store.ProgressAsync(Tenant, run.Id, 0, Token);
            stale += (ended!.State, ended.Error, serving!.DecidedBy, serving.Metrics) == (RunState.Succeeded, null, "successor", null)
                && lines.Select(line => line.Content).SequenceEqual(["\"successor\""]) ? 0 : 1;
        }

        Assert.Equal(0, stale);
    }

    [Fact]
    public async Task Runs_are_leased_in_the_order_they_were_queued()
    {
        var first = await Store.EnqueueAsync(Tenant, Sft, Token);
        Time.Advance(Minute);
        var second = await Store.EnqueueAsync(Other, Sft, Token);

        Assert.Equal(first.Id, (await Leases.TryLeaseAsync("w", Minute, Token))!.Run.Id);
        var leased = (await Leases.TryLeaseAsync("w", Minute, Token))!;
        Assert.Equal((second.Id, Other), (leased.Run.Id, leased.Lease.Tenant));
        Assert.Null(await Leases.TryLeaseAsync("w", Minute, Token));
    }

    [Fact]
    public async Task An_expired_lease_is_taken_over_with_the_next_fence_and_a_renewed_one_is_not()
    {
        await Store.EnqueueAsync(Tenant, Sft, Token);
        var first = (await Leases.TryLeaseAsync("a", Minute, Token))!;
        Time.Advance(TimeSpan.FromSeconds(50));
        await Leases.RenewAsync(first.Lease, Minute, Token);
        Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Null(await Leases.TryLeaseAsync("b", Minute, Token));
        Time.Advance(TimeSpan.FromSeconds(10));

        var second = (await Leases.TryLeaseAsync("b", Minute, Token))!;

        Assert.Equal((1L, 2L), (first.Lease.Fence, second.Lease.Fence));
        Assert.Equal(("b", first.Run.StartedAt), (second.Run.LeaseOwner, second.Run.StartedAt));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_can_write_nothing()
    {
        await Store.EnqueueAsync(Tenant, Sft, Token);
        var stale = (await Leases.TryLeaseAsync("a", Minute, Token))!.Lease;
        Time.Advance(Minute);
        // The same worker's name: the fence alone tells the two apart.
        var current = (await Leases.TryLeaseAsync("a", Minute, Token))!.Lease;
        var dataSet = new DataSet { Hash = "h", Manifest = "{}", ArtefactHash = "a", TrainCount = 1, HeldOutCount = 0 };
        var version = new NewVersion { BaseHash = "b", PromptHash = "p", StyleHash = "s" };
        var versions = new VersionStore(Database);
        var staged = await versions.AddAsync(Tenant, version, "a", current, Token);

        await RefusedAsync(() => Leases.RenewAsync(stale, Minute, Token));
        await RefusedAsync(() => Leases.BeginEvaluationAsync(stale, Token));
        await RefusedAsync(() => Leases.AppendProgressAsync(stale, "{}", Token));
        await RefusedAsync(() => Leases.EndAsync(stale, RunState.Succeeded, "{}", null, Token));
        await RefusedAsync(() => Leases.ReleaseAsync(stale, Token));
        await RefusedAsync(() => new DataSetStore(Database).AddAsync(Tenant, dataSet, [], [], stale, Token));
        await RefusedAsync(() => versions.AddAsync(Tenant, version, "a", stale, Token));
        await RefusedAsync(() => versions.SetMetricsAsync(Tenant, staged.Id, "{}", stale, Token));
        await RefusedAsync(() => versions.NominateAsync(Tenant, staged.Id, "a", "r", stale, Token));
        await RefusedAsync(() => versions.RejectAsync(Tenant, staged.Id, "a", "r", stale, Token));
        await RefusedAsync(() => versions.PromoteAsync(Tenant, staged.Id, "a", "r", stale, Token));

        Assert.Equal([staged], await versions.ListAsync(Tenant, 10, Token));
        Assert.Empty(await Store.ProgressAsync(Tenant, stale.RunId, 0, Token));
        Assert.Equal(RunState.Running, (await Store.FindAsync(Tenant, stale.RunId, Token))!.State);

        async Task RefusedAsync(Func<Task> write) =>
            Assert.Equal(stale, (await Assert.ThrowsAsync<StaleLeaseException>(write)).Lease);
    }

    [Fact]
    public async Task A_run_ends_with_its_result_and_takes_no_more_writes()
    {
        await Store.EnqueueAsync(Tenant, Sft, Token);
        var lease = (await Leases.TryLeaseAsync("w", Minute, Token))!.Lease;
        await Leases.BeginEvaluationAsync(lease, Token);
        Assert.Equal(RunState.Evaluating, (await Store.FindAsync(Tenant, lease.RunId, Token))!.State);

        await Leases.EndAsync(lease, RunState.Rejected, """{"gate":"lost"}""", null, Token);

        var run = (await Store.FindAsync(Tenant, lease.RunId, Token))!;
        Assert.Equal((RunState.Rejected, """{"gate":"lost"}""", (string?)null),
            (run.State, run.Result, run.LeaseOwner));
        await Assert.ThrowsAsync<StaleLeaseException>(() => Leases.AppendProgressAsync(lease, "{}", Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Leases.EndAsync(lease, RunState.Running, null, null, Token));
    }

    [Fact]
    public async Task A_released_run_is_queued_again()
    {
        await Store.EnqueueAsync(Tenant, Sft, Token);
        var lease = (await Leases.TryLeaseAsync("a", Minute, Token))!.Lease;

        await Leases.ReleaseAsync(lease, Token);

        Assert.Equal(2, (await Leases.TryLeaseAsync("b", Minute, Token))!.Lease.Fence);
    }
}
