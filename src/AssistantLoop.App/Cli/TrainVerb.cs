using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.App.Composition;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Workers;
using AssistantLoop.Training.Tuning;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>train: one turn of the loop, from the corrections to the gate's decision.</summary>
internal static class TrainVerb
{
    private static readonly TimeSpan s_alive = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        Option<string?> objective = new("--objective")
        {
            Description = $"what to minimise, e.g. sft+dpo or sft+0.2*kto; known: {AimText.Names} (default: what suits the data)",
        };
        Option<long> seed = new("--seed") { Description = "seed of factors and order", DefaultValueFactory = _ => 1 };
        Option<bool> noWait = new("--no-wait") { Description = "queue the run for a worker and return" };
        Option<bool> json = new("--json") { Description = "write the run as JSON" };
        Command command = new("train", "Train on the corrections, compare with the serving version, promote if the gate passes.")
        {
            objective, seed, noWait, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            await session.EnsureReadyAsync(cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            RunRequest request = new(parsed.GetValue(objective), parsed.GetValue(seed));
            if (request.Objective is { } sum)
            {
                AimText.Parse(sum, beta: null, TrainingSet.Empty);
            }

            Run run = await session.Get<TrainingTrigger>()
                .RequestAsync(tenant, "command line", "asked for on the command line", cancellationToken, request)
                ?? throw new ConflictException("A run is open already; wait for its end or cancel it in the console.");
            if (!parsed.GetValue(noWait))
            {
                await RunAsync(session, run, cancellationToken);
                run = (await session.Get<RunStore>().FindAsync(tenant, run.Id, cancellationToken))!;
            }

            Tell(run, parsed.GetValue(json));
            return run.State is RunState.Failed or RunState.Cancelled ? 1 : 0;
        });
        return command;
    }

    // A worker that lives takes the run; where there is none, this process is the worker.
    private static async Task RunAsync(Session session, Run run, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bool alone = (await session.Get<WorkerStore>().LiveAsync(s_alive, cancellationToken)).Count == 0;
        Task work = alone
            ? Task.Run(() => WorkerHost.NewWorker(session.Services).WorkOnceAsync(ended.Token), CancellationToken.None)
            : Task.CompletedTask;
        try
        {
            await ShowAsync(session.Get<RunFollower>(), run, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Task ShowAsync(RunFollower follower, Run run, CancellationToken cancellationToken) =>
        Screen.Bars().StartAsync(async bars =>
        {
            ProgressTask bar = bars.AddTask("Waiting for a worker");
            bar.IsIndeterminate = true;
            await foreach (RunEvent happened in follower.FollowAsync(run.Tenant, run.Id, 0, cancellationToken))
            {
                Show(happened, bar);
            }

            bar.StopTask();
        });

    private static void Show(RunEvent happened, ProgressTask bar)
    {
        if (happened.Kind == "progress" && happened.Steps is { } steps)
        {
            bar.IsIndeterminate = false;
            bar.MaxValue = steps;
            bar.Value = happened.Step ?? 0;
            bar.Description = string.Create(
                CultureInfo.InvariantCulture, $"Training: step {happened.Step} of {steps}, loss {happened.Loss:0.000}");
        }
        else if (happened.Message is { } message)
        {
            bar.IsIndeterminate = true;
            bar.Description = Markup.Escape(message);
        }
    }

    private static void Tell(Run run, bool json)
    {
        if (json)
        {
            Session.WriteJson(RunView.Of(run));
            return;
        }

        if (run.Result is null)
        {
            (run.State == RunState.Failed ? Console.Error : Console.Out).WriteLine(run.State == RunState.Failed
                ? $"assistantloop: the run failed: {run.Error}"
                : $"Run {run.Id} is {run.State.ToString().ToLowerInvariant()}.");
            return;
        }

        RunResult result = RunResult.Read(run.Result);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Trained on {result.Samples} samples in {result.TrainSeconds:0} s; loss {result.FirstLoss:0.000} to {result.LastLoss:0.000}, "
            + $"held out {result.HeldOutBefore:0.000} to {result.HeldOutAfter:0.000}"));
        Console.WriteLine($"Version {result.Version} {(result.Promoted ? "serves" : "is rejected")}: {result.Decision}");
        Console.WriteLine();
        Console.WriteLine(result.Report.Split("\n| case |")[0].Trim());
    }
}
