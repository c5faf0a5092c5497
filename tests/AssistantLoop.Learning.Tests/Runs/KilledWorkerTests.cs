using System.Diagnostics;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Tests.Runs;

/// <summary>A worker, a process of its own, is killed with signal 9 or frozen at a step; another one goes on.</summary>
public sealed class KilledWorkerTests : LearningTest
{
    private const string FolderVariable = "ASSISTANTLOOP_KILLED_FOLDER";
    private const string StepVariable = "ASSISTANTLOOP_KILLED_STEP";
    private const string SignalVariable = "ASSISTANTLOOP_KILLED_SIGNAL";

    /// <summary>With optimiser steps, the one at which the worker dies: after two checkpoints and before the third.</summary>
    private const int TrainedSteps = 25;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static TheoryData<RunStep> Steps => [.. Enum.GetValues<RunStep>()];

    private VersionStore Versions => new(Database);

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Killed_at_any_step_a_run_goes_on_and_nothing_is_lost_or_done_twice(RunStep step)
    {
        await CorrectManyAsync(12);
        Run run = await new LoopWorker(Database, Folder).QueueAsync(Token);
        using (Process child = Start(step, "KILL"))
        {
            await child.WaitForExitAsync(Token).WaitAsync(s_patience, Token);
            Assert.Equal(137, child.ExitCode);
        }

        await NothingIsHalfAsync(step);

        using Database later = await Database.OpenAsync(Folder, new LaterTime(), Token);
        Run? taken = await new LoopWorker(later, Folder).Build(new LaterTime()).WorkOnceAsync(Token);

        Assert.Equal(step == RunStep.Ended ? null : run.Id, taken?.Id);
        Run ended = (await Runs.FindAsync(Tenant, run.Id, Token))!;
        Assert.Equal((RunState.Succeeded, null), (ended.State, ended.Error));
        IReadOnlyList<AssistantVersion> versions = await Versions.ListAsync(Tenant, 10, Token);
        Assert.Equal([VersionStatus.Serving, VersionStatus.Previous], versions.Select(version => version.Status));
        Assert.Equal((run.Id, ended.DataSetHash), (versions[0].RunId, versions[0].DataSetHash));
        Assert.Single(await DataSets.ListAsync(Tenant, 10, Token));
        Assert.Equal(2, (await Versions.HistoryAsync(Tenant, 10, Token)).Count);
        await NothingIsHalfAsync(step);
        await TrainedOnceAsync(run, step);
    }

    [Fact]
    public async Task A_frozen_worker_that_wakes_after_its_lease_changes_nothing()
    {
        await CorrectManyAsync(12);
        Run run = await new LoopWorker(Database, Folder).QueueAsync(Token);
        using Process child = Start(RunStep.Trained, "STOP");
        try
        {
            await UntilAsync(() => File.ReadAllText($"/proc/{child.Id}/stat").Split(") ")[^1].StartsWith('T'));
            using Database later = await Database.OpenAsync(Folder, new LaterTime(), Token);
            await new LoopWorker(later, Folder).Build(new LaterTime()).WorkOnceAsync(Token);
            string[] before = await ContentAsync(run);

            Signal(child.Id, "CONT");
            await child.WaitForExitAsync(Token).WaitAsync(s_patience, Token);

            Assert.Equal(0, child.ExitCode);
            Assert.Equal(before, await ContentAsync(run));
            Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Folder, "runs")));
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact(Explicit = true)]
    public async Task Child_that_works_until_its_step()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "started by the tests above only");
        RunStep step = Enum.Parse<RunStep>(Environment.GetEnvironmentVariable(StepVariable)!);
        int left = step == RunStep.StepTrained ? TrainedSteps : 1;
        using Database database = await Database.OpenAsync(folder, TimeProvider.System, Token);
        LoopWorker worker = new(database, folder)
        {
            Reached = reached =>
            {
                if (reached == step && --left == 0)
                {
                    Signal(Environment.ProcessId, Environment.GetEnvironmentVariable(SignalVariable)!);
                }
            },
        };
        await worker.Build(TimeProvider.System).WorkOnceAsync(Token);
    }

    private Process Start(RunStep step, string signal) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
    {
        ArgumentList = { "-explicit", "only", "-method", $"*.{nameof(Child_that_works_until_its_step)}" },
        Environment = { [FolderVariable] = Folder, [StepVariable] = $"{step}", [SignalVariable] = signal },
        RedirectStandardOutput = true,
    })!;

    private static void Signal(int process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(s_patience);
        while (!holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    // All that the killed one acknowledged stands, and whatever can be seen is whole.
    private async Task NothingIsHalfAsync(RunStep step)
    {
        Assert.Equal(12, (await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 100, Token)).Count);
        Assert.Null(await new AuditLog(Database).VerifyAsync(Tenant, Token));
        AssistantVersion serving = (await Versions.ServingAsync(Tenant, Token))!;
        Assert.True(serving.Number == 1 || step >= RunStep.Decided || (await Runs.ListAsync(Tenant, 1, Token))[0].State == RunState.Succeeded);
        foreach (AssistantVersion version in await Versions.ListAsync(Tenant, 10, Token))
        {
            if (version.AdapterHash is { } adapter)
            {
                await Artefacts.OpenAsync(adapter, Token);
            }
        }
    }

    // What was trained before the kill is not trained again, but for the steps since the last checkpoint, one in ten.
    private async Task TrainedOnceAsync(Run run, RunStep step)
    {
        RunEvent[] events =
        [
            .. (await Runs.ProgressAsync(Tenant, run.Id, 0, Token)).Select(line => RunEvent.Read(line.Sequence, line.Content)),
        ];
        int again = Array.FindLastIndex(events, happened => happened.Message?.StartsWith("Recipe:", StringComparison.Ordinal) == true);
        RunEvent[] trained = [.. events.Skip(again).Where(happened => happened.Kind == "progress")];
        switch (step)
        {
            case < RunStep.StepTrained:
                Assert.Equal(1, trained[0].Step);
                break;
            case RunStep.StepTrained:
                Assert.All(trained.Take(1), first => Assert.Equal((true, 1), (first.Step > 20, first.Step % 10)));
                break;
            case < RunStep.Ended:
                Assert.Empty(trained);
                break;
        }
    }

    private async Task<string[]> ContentAsync(Run run) =>
    [
        $"{await Runs.FindAsync(Tenant, run.Id, Token)}",
        .. (await Runs.ProgressAsync(Tenant, run.Id, 0, Token)).Select(line => $"{line}"),
        .. (await Versions.ListAsync(Tenant, 10, Token)).Select(version => $"{version}"),
        .. (await new AuditLog(Database).ReadAsync(Tenant, 0, 1000, Token)).Select(entry => $"{entry}"),
        .. (await DataSets.ListAsync(Tenant, 10, Token)).Select(set => $"{set}"),
    ];

    /// <summary>Now, for a worker by whose clock every other's lease has expired.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + 2 * RunWorker.LeaseDuration;
    }
}
