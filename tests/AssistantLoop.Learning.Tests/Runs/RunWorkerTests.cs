using AssistantLoop.Learning.Runs;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Tests.Runs;

/// <summary>Runs on a tiny model that is really trained; only the answers of the evaluation are given.</summary>
public sealed class RunWorkerTests : LearningTest
{
    private Func<ModelFolder>? _model;

    private VersionStore Versions => new(Database);

    private RunLeases Leases => new(Database);

    private string WorkRoot => Path.Combine(Folder, "runs");

    [Fact]
    public async Task A_better_version_is_promoted_with_all_that_it_came_from()
    {
        Run run = await QueueAsync(corrections: 12);

        Run worked = (await Worker(adapterKnows: true).WorkOnceAsync(Token))!;

        Assert.Equal(run.Id, worked.Id);
        Run ended = await RunAsync(run);
        Assert.Equal((RunState.Succeeded, null), (ended.State, ended.Error));
        AssistantVersion serving = (await Versions.ServingAsync(Tenant, Token))!;
        Assert.Equal((2, run.Id, ended.DataSetHash), (serving.Number, serving.RunId, serving.DataSetHash));
        Assert.Equal(1, (await Versions.PreviousAsync(Tenant, Token))!.Number);
        AdapterConfig adapter = AdapterConfig.Load(await Artefacts.OpenAsync(serving.AdapterHash!, Token));
        Assert.Equal(["o_proj", "down_proj"], adapter.TargetModules);
        RunResult result = RunResult.Read(ended.Result!);
        Assert.True(result.Promoted);
        Assert.Equal((2, 10), (result.Version, result.Samples));
        Assert.True(result.LastLoss < result.FirstLoss, $"loss {result.FirstLoss} -> {result.LastLoss}");
        Assert.Empty(Directory.EnumerateFileSystemEntries(WorkRoot));
    }

    [Fact]
    public async Task Progress_is_told_in_order_from_data_set_to_decision()
    {
        Run run = await QueueAsync(corrections: 12);
        await Worker(adapterKnows: true).WorkOnceAsync(Token);

        RunEvent[] events = await EventsAsync(run);

        Assert.Equal(Enumerable.Range(1, events.Length), events.Select(happened => happened.Sequence));
        int[] steps = [.. events.Where(happened => happened.Kind == "progress").Select(happened => happened.Step!.Value)];
        Assert.NotEmpty(steps);
        Assert.Equal(steps.Order(), steps);
        Assert.All(events.Where(happened => happened.Kind == "progress"), happened => Assert.True(happened.Loss > 0));
        Assert.StartsWith("The gate passed", events[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_no_better_is_rejected_and_the_old_one_serves_on()
    {
        Run run = await QueueAsync(corrections: 12);

        await Worker(adapterKnows: false).WorkOnceAsync(Token);

        Run ended = await RunAsync(run);
        Assert.Equal(RunState.Rejected, ended.State);
        Assert.Contains("not met", RunResult.Read(ended.Result!).Decision, StringComparison.Ordinal);
        Assert.Equal(1, (await Versions.ServingAsync(Tenant, Token))!.Number);
        Assert.Equal(VersionStatus.Rejected, (await Versions.FindByNumberAsync(Tenant, 2, Token))!.Status);
    }

    [Fact]
    public async Task What_a_held_out_suite_asks_is_not_trained_on_though_no_run_asks_it()
    {
        await CorrectAsync("What is the price of gift wrapping?", "It costs very little.");
        Run run = await QueueAsync(corrections: 12);

        await Worker(adapterKnows: true).WorkOnceAsync(Token);

        DataSet made = (await DataSets.FindAsync(Tenant, (await RunAsync(run)).DataSetHash!, Token))!;
        string book = Path.Combine(await Artefacts.OpenAsync(made.ArtefactHash, Token), "samples.jsonl");
        Assert.Single(File.ReadLines(book), line => line.Contains("\"step\":\"decontamination\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_few_corrections_fail_the_run_in_one_line()
    {
        Run run = await QueueAsync(corrections: 3);

        await Worker().WorkOnceAsync(Token);

        Run ended = await RunAsync(run);
        Assert.Equal(
            (RunState.Failed, "Found 3 usable pieces of feedback; a run needs at least 10."), (ended.State, ended.Error));
        Assert.Single(await Versions.ListAsync(Tenant, 10, Token));
        Assert.Null(await Worker().WorkOnceAsync(Token));
    }

    [Fact]
    public async Task Any_fault_ends_its_run_and_the_next_one_is_worked_on()
    {
        Run first = await QueueAsync(corrections: 12);
        _model = () => throw new IOException("the disk\nis gone");
        await Worker().WorkOnceAsync(Token);
        Run second = await Runs.EnqueueAsync(Tenant, new NewRun("sft", "{}", null, "test", "again"), Token);
        _model = null;

        await Worker(adapterKnows: true).WorkOnceAsync(Token);

        Assert.Equal((RunState.Failed, "the disk is gone"), ((await RunAsync(first)).State, (await RunAsync(first)).Error));
        Assert.Equal(RunState.Succeeded, (await RunAsync(second)).State);
    }

    [Fact]
    public async Task A_cancelled_run_stops_and_leaves_no_version()
    {
        Run run = await QueueAsync(corrections: 12);
        using SemaphoreSlim training = new(0), resume = new(0);
        _model = () =>
        {
            training.Release();
            Assert.True(resume.Wait(TimeSpan.FromSeconds(30), Token));
            return OpenTinyModel();
        };
        Task<Run?> work = Task.Run(() => Worker(adapterKnows: true).WorkOnceAsync(Token), Token);
        Assert.True(await training.WaitAsync(TimeSpan.FromSeconds(30), Token));
        await Runs.RequestCancelAsync(Tenant, run.Id, "agent", Token);
        // The lease's holder sees it within a second; what it cancels is looked at from the first step on.
        await Task.Delay(TimeSpan.FromSeconds(1.5), Token);
        resume.Release();
        await work;

        Assert.Equal(RunState.Cancelled, (await RunAsync(run)).State);
        Assert.Single(await Versions.ListAsync(Tenant, 10, Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(WorkRoot));
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_leaves_the_run_to_the_next_one()
    {
        Run run = await QueueAsync(corrections: 12);
        using CancellationTokenSource stop = new();
        _model = () =>
        {
            stop.Cancel();
            return OpenTinyModel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Worker().WorkOnceAsync(stop.Token));
        Assert.Equal(RunState.Queued, (await RunAsync(run)).State);
        _model = null;

        await Worker(adapterKnows: true).WorkOnceAsync(Token);

        Assert.Equal(RunState.Succeeded, (await RunAsync(run)).State);
    }

    [Fact]
    public async Task A_run_that_another_worker_took_over_is_not_written_to()
    {
        Run run = await QueueAsync(corrections: 12);
        _model = () =>
        {
            // What a worker that slept through its lease finds when it wakes.
            using (Microsoft.Data.Sqlite.SqliteConnection direct = new($"Data Source={Database.FilePath};Pooling=False"))
            {
                direct.Open();
                using var command = direct.CreateCommand();
                command.CommandText = "UPDATE runs SET fence = fence + 1, lease_owner = 'another'";
                command.ExecuteNonQuery();
            }

            return OpenTinyModel();
        };

        await Worker(adapterKnows: true).WorkOnceAsync(Token);

        Run now = await RunAsync(run);
        Assert.Equal((RunState.Running, "another"), (now.State, now.LeaseOwner));
        Assert.Single(await Versions.ListAsync(Tenant, 10, Token));
    }

    [Fact]
    public async Task A_run_that_three_workers_lost_is_given_up()
    {
        Run run = await QueueAsync(corrections: 12);
        for (int i = 0; i < 3; i++)
        {
            await Leases.TryLeaseAsync($"lost {i}", TimeSpan.Zero, Token);
        }

        await Worker().WorkOnceAsync(Token);

        Run ended = await RunAsync(run);
        Assert.Equal((RunState.Failed, "given up after 3 workers lost it"), (ended.State, ended.Error));
    }

    private async Task<Run> QueueAsync(int corrections)
    {
        await CorrectManyAsync(corrections);
        return await new LoopWorker(Database, Folder).QueueAsync(Token);
    }

    private RunWorker Worker(bool adapterKnows = false) =>
        new LoopWorker(Database, Folder) { AdapterKnows = adapterKnows, Model = _model }.Build(TimeProvider.System);

    private ModelFolder OpenTinyModel() => LoopWorker.OpenTinyModel(Folder);

    private async Task<Run> RunAsync(Run run) => (await Runs.FindAsync(Tenant, run.Id, Token))!;

    private async Task<RunEvent[]> EventsAsync(Run run) =>
        [.. (await Runs.ProgressAsync(Tenant, run.Id, 0, Token)).Select(line => RunEvent.Read(line.Sequence, line.Content))];
}
