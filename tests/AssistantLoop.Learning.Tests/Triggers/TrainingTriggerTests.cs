using AssistantLoop.Learning.Tests.Triage;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Tests.Triggers;

public sealed class TrainingTriggerTests : TriageTest
{
    private TrainingTrigger Trigger => new(Runs, Pairs, Triage);

    [Fact]
    public async Task Enough_new_corrections_queue_one_run()
    {
        await CorrectStyleAsync(11);
        Assert.Null(await Trigger.CheckAsync(Tenant, 12, Token));
        await CorrectStyleAsync(1, from: 11);

        Run? run = await Trigger.CheckAsync(Tenant, 12, Token);

        Assert.Equal(("trigger", "12 new corrections", RunState.Queued), (run?.RequestedBy, run?.Reason, run?.State));
        Assert.Null(await Trigger.CheckAsync(Tenant, 12, Token));
        Assert.Null(await Trigger.RequestAsync(Tenant, "agent", "asked", Token));
    }

    [Fact]
    public async Task A_threshold_of_nothing_never_queues_one()
    {
        await CorrectStyleAsync(12);

        Assert.Null(await Trigger.CheckAsync(Tenant, 0, Token));
    }

    [Fact]
    public async Task What_a_data_set_considered_does_not_count_again()
    {
        await CorrectStyleAsync(12);
        LeasedRun run = await LeaseAsync();
        await Builder.BuildAsync(run.Lease, [], Folder, Token);
        await EndAsync(run, RunState.Rejected);
        await CorrectStyleAsync(11, from: 12);

        Assert.Null(await Trigger.CheckAsync(Tenant, 12, Token));
        await CorrectStyleAsync(1, from: 23);
        Assert.NotNull(await Trigger.CheckAsync(Tenant, 12, Token));
    }

    [Theory]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Cancelled)]
    public async Task A_run_that_came_to_nothing_is_tried_again_with_the_next_correction(RunState state)
    {
        await CorrectStyleAsync(12);
        await EndAsync(await LeaseAsync(), state);

        Assert.Null(await Trigger.CheckAsync(Tenant, 12, Token));
        await CorrectStyleAsync(1, from: 12);
        Assert.NotNull(await Trigger.CheckAsync(Tenant, 12, Token));
    }

    [Fact]
    public async Task A_schedule_or_drift_queues_a_run_only_where_something_is_new()
    {
        Assert.Null(await Trigger.RequestIfNewAsync(Tenant, "scheduled", Token));
        await CorrectStyleAsync(12);

        Run? run = await Trigger.RequestIfNewAsync(Tenant, "scheduled", Token);

        Assert.Equal(("trigger", "scheduled"), (run?.RequestedBy, run?.Reason));
        Assert.Null(await Trigger.RequestIfNewAsync(Tenant, "drift", Token));
        LeasedRun leased = (await new RunLeases(Database).TryLeaseAsync("worker", TimeSpan.FromMinutes(5), Token))!;
        await Builder.BuildAsync(leased.Lease, [], Folder, Token);
        await EndAsync(leased, RunState.Rejected);
        Assert.Null(await Trigger.RequestIfNewAsync(Tenant, "scheduled", Token));
        await CorrectStyleAsync(1, from: 12);
        Assert.NotNull(await Trigger.RequestIfNewAsync(Tenant, "drift", Token));
    }

    [Fact]
    public async Task What_the_documents_lack_does_not_count_though_triage_had_not_looked_yet()
    {
        await CorrectStyleAsync(11);
        await CorrectAsync("Who painted the shop sign?", "Our founder Marta Quill painted the shop sign in 1987.");
        Assert.Equal(12, (await Pairs.CountUnusedAsync(Tenant, Token)).Telling);

        Assert.Null(await Trigger.CheckAsync(Tenant, 12, Token));

        Assert.Equal(11, (await Pairs.CountUnusedAsync(Tenant, Token)).Telling);
        await CorrectStyleAsync(1, from: 11);
        Assert.Equal("12 new corrections", (await Trigger.CheckAsync(Tenant, 12, Token))?.Reason);
    }

    [Fact]
    public async Task A_schedule_queues_no_run_for_what_the_documents_lack()
    {
        await CorrectStyleAsync(0);
        await CorrectAsync("Who painted the shop sign?", "Our founder Marta Quill painted the shop sign in 1987.");
        Assert.Null(await Trigger.RequestIfNewAsync(Tenant, "scheduled", Token));
    }

    [Fact]
    public async Task More_bad_answers_than_one_look_triages_are_looked_into_before_a_run_is_queued()
    {
        await CorrectStyleAsync(1);
        for (int i = 0; i < TrainingTrigger.TriagedAtOnce; i++)
        {
            await CorrectAsync("Who painted the shop sign?", "Our founder Marta Quill painted the shop sign in 1987.");
        }

        Assert.Null(await Trigger.CheckAsync(Tenant, 1, Token));
        Assert.Equal("1 new corrections", (await Trigger.CheckAsync(Tenant, 1, Token))?.Reason);
    }

    /// <summary>Right answers that lack nothing but the house's style, of different questions.</summary>
    private async Task CorrectStyleAsync(int count, int from = 0)
    {
        await IngestAsync(new Dictionary<string, string>
        {
            ["prices.md"] = "# Prices\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"\n## Item {i}\n\nItem {i} costs {i + 2} euros.\n")),
        });
        foreach (int i in Enumerable.Range(from, count))
        {
            Guid answer = await AnswerAsync($"What costs item {i}?", $"Item {i} costs {i + 2} euros [1].", $"Prices > Item {i}");
            await Feedback.CorrectAsync(Tenant, answer, "agent", $"Happy to help! Item {i} costs {i + 2} euros [1]. Warmly, Finch", Token);
        }
    }

    private Task EndAsync(LeasedRun run, RunState state) =>
        new RunLeases(Database).EndAsync(run.Lease, state, result: null, error: null, Token);
}
