using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Storage.Tests.Runs;

public sealed class RunStoreTests : StorageTest
{
    private static readonly NewRun Sft = new("sft", """{"rank":8}""", null, "owner", "button");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private RunStore Store => new(Database);

    private RunLeases Leases => new(Database);

    [Fact]
    public async Task A_run_is_queued_as_it_was_asked_for()
    {
        var run = await Store.EnqueueAsync(Tenant, Sft, Token);

        Assert.Equal((Tenant, "sft", RunState.Queued, """{"rank":8}"""), (run.Tenant, run.Kind, run.State, run.Recipe));
        Assert.Equal(run, await Store.FindAsync(Tenant, run.Id, Token));
        Assert.Equal(run, Assert.Single(await Store.ListAsync(Tenant, 10, Token)));
    }

    [Fact]
    public async Task Two_triggers_at_once_queue_one_run()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => Store.EnqueueIfIdleAsync(Tenant, Sft, Token))));

        Assert.Single(runs, run => run is not null);
        Assert.NotNull(await Store.EnqueueIfIdleAsync(Other, Sft, Token));
    }

    [Fact]
    public async Task A_queued_run_is_cancelled_at_once()
    {
        var run = await Store.EnqueueAsync(Tenant, Sft, Token);

        var cancelled = await Store.RequestCancelAsync(Tenant, run.Id, "owner", Token);

        Assert.Equal((RunState.Cancelled, Time.GetUtcNow()), (cancelled.State, cancelled.EndedAt));
        Assert.Null(await Leases.TryLeaseAsync("w", Minute, Token));
        var e = await Assert.ThrowsAsync<ConflictException>(
            () => Store.RequestCancelAsync(Tenant, run.Id, "owner", Token));
        Assert.Equal($"Run {run.Id} has ended (cancelled); only an open run can be cancelled.", e.Message);
    }

    [Fact]
    public async Task A_worker_hears_of_a_cancel_request_when_it_renews()
    {
        await Store.EnqueueAsync(Tenant, Sft, Token);
        var lease = (await Leases.TryLeaseAsync("w", Minute, Token))!.Lease;
        Assert.False(await Leases.RenewAsync(lease, Minute, Token));

        var run = await Store.RequestCancelAsync(Tenant, lease.RunId, "owner", Token);

        Assert.Equal((RunState.Running, true), (run.State, run.CancelRequested));
        Assert.True(await Leases.RenewAsync(lease, Minute, Token));
    }

    [Fact]
    public async Task Progress_is_read_after_a_sequence_number()
    {
        await Store.EnqueueAsync(Tenant, Sft, Token);
        var lease = (await Leases.TryLeaseAsync("w", Minute, Token))!.Lease;
        for (var step = 1; step <= 3; step++)
        {
            Assert.Equal(step, await Leases.AppendProgressAsync(lease, $$"""{"step":{{step}}}""", Token));
        }

        var progress = await Store.ProgressAsync(Tenant, lease.RunId, 1, Token);

        Assert.Equal([(2, """{"step":2}"""), (3, """{"step":3}""")], progress.Select(p => (p.Sequence, p.Content)));
    }

    [Fact]
    public async Task Another_tenant_sees_no_run()
    {
        var run = await Store.EnqueueAsync(Tenant, Sft, Token);
        var lease = (await Leases.TryLeaseAsync("w", Minute, Token))!.Lease;
        await Leases.AppendProgressAsync(lease, "{}", Token);

        Assert.Null(await Store.FindAsync(Other, run.Id, Token));
        Assert.Empty(await Store.ListAsync(Other, 10, Token));
        Assert.Empty(await Store.ProgressAsync(Other, run.Id, 0, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Store.RequestCancelAsync(Other, run.Id, "owner", Token));
    }
}
