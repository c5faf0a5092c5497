using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Tests.Triggers;

public sealed class TrainingTriggerTests : LearningTest
{
    private TrainingTrigger Trigger => new(Runs, Pairs);

    [Fact]
    public async Task Enough_new_corrections_queue_one_run()
    {
        await CorrectManyAsync(11);
        Assert.Null(await Trigger.CheckAsync(Tenant, 12, Token));
        await CorrectManyAsync(1, from: 11);

        Run? run = await Trigger.CheckAsync(Tenant, 12, Token);

        Assert.Equal(("trigger", "12 new corrections", RunState.Queued), (run?.RequestedBy, run?.Reason, run?.State));
        Assert.Null(await Trigger.CheckAsync(Tenant, 12, Token));
        Assert.Null(await Trigger.RequestAsync(Tenant, "agent", "asked", Token));
    }

    [Fact]
    public async Task A_threshold_of_nothing_never_queues_one()
    {
        await CorrectManyAsync(12);

        Assert.Null(await Trigger.CheckAsync(Tenant, 0, Token));
    }

    [Fact]
    public async Task What_a_data_set_considered_does_not_count_again()
    {
        await CorrectManyAsync(12);
        LeasedRun run = await LeaseAsync();
        await Builder.BuildAsync(run.Lease, [], Folder, Token);
        await EndAsync(run, RunState.Rejected);
        await CorrectManyAsync(11, from: 12);

        Assert.Null(await Trigger.CheckAsync(Tenant, 12, Token));
        await CorrectManyAsync(1, from: 23);
        Assert.NotNull(await Trigger.CheckAsync(Tenant, 12, Token));
    }

    [Theory]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Cancelled)]
    public async Task A_run_that_came_to_nothing_is_tried_again_with_the_next_correction(RunState state)
    {
        await CorrectManyAsync(12);
        await EndAsync(await LeaseAsync(), state);

        Assert.Null(await Trigger.CheckAsync(Tenant, 12, Token));
        await CorrectManyAsync(1, from: 12);
        Assert.NotNull(await Trigger.CheckAsync(Tenant, 12, Token));
    }

    [Fact]
    public async Task A_schedule_or_drift_queues_a_run_only_where_something_is_new()
    {
        Assert.Null(await Trigger.RequestIfNewAsync(Tenant, "scheduled", Token));
        await CorrectManyAsync(12);

        Run? run = await Trigger.RequestIfNewAsync(Tenant, "scheduled", Token);

        Assert.Equal(("trigger", "scheduled"), (run?.RequestedBy, run?.Reason));
        Assert.Null(await Trigger.RequestIfNewAsync(Tenant, "drift", Token));
        LeasedRun leased = (await new RunLeases(Database).TryLeaseAsync("worker", TimeSpan.FromMinutes(5), Token))!;
        await Builder.BuildAsync(leased.Lease, [], Folder, Token);
        await EndAsync(leased, RunState.Rejected);
        Assert.Null(await Trigger.RequestIfNewAsync(Tenant, "scheduled", Token));
        await CorrectManyAsync(1, from: 12);
        Assert.NotNull(await Trigger.RequestIfNewAsync(Tenant, "drift", Token));
    }

    private Task EndAsync(LeasedRun run, RunState state) =>
        new RunLeases(Database).EndAsync(run.Lease, state, result: null, error: null, Token);
}
