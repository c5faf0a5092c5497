using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Settings;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Training;
using AssistantLoop.Training.Tuning;
using Spectre.Console;

namespace AssistantLoop.App.Cli.Finetune;

/// <summary>finetune: an adapter or a model from files of samples, pairs or ratings, outside the loop.</summary>
internal static class FinetuneVerb
{
    private static readonly Argument<string[]> s_files = new("FILES")
    {
        Description = "JSON lines: chat samples, preference pairs (OpenAI or TRL) or rated answers (TRL)",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> s_output = new("--output")
    {
        Description = "the folder to write (default: DATA/finetuned)",
    };

    private static readonly Option<string[]> s_heldOut = new("--held-out")
    {
        Description = "files to measure the loss on (default: one example in six of FILES)",
    };

    private static readonly Option<string> s_from = new("--from") { Description = "an adapter folder to go on from" };

    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "show the recipe and stop" };

    private static readonly Option<bool> s_json = new("--json") { Description = "write the result as JSON" };

    public static Command Create()
    {
        Command command = new("finetune", "Train on files of samples, pairs or ratings, outside the loop.")
        {
            s_files, s_output, s_heldOut, s_from, s_dryRun, s_json,
        };
        RecipeOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        AppSettings settings = SettingOptions.Read(parsed);
        TrainingSet all = TrainingFiles.Read(parsed.GetValue(s_files)!);
        (TrainingSet train, TrainingSet heldOut) = parsed.GetValue(s_heldOut) is { Length: > 0 } files
            ? (all, TrainingFiles.Read(files))
            : TrainingFiles.Split(all);
        using ModelFolder model = ModelFolder.Open(settings.Model);
        string? from = parsed.GetValue(s_from);
        PeftAdapter? adapter = from is null ? null : PeftAdapter.Load(from, model.Config, model.Hash);
        RecipeChoice choice = RecipeOptions.Choose(parsed, model, adapter?.Config, train, heldOut, settings.Threads);
        bool json = parsed.GetValue(s_json), dry = parsed.GetValue(s_dryRun);
        if (!json) RecipeReport.Write(choice, train, heldOut);
        if (dry)
        {
            if (json) Session.WriteJson(RecipeReport.Json(choice));
            return 0;
        }

        string output = Path.GetFullPath(parsed.GetValue(s_output) ?? Path.Combine(settings.Data, "finetuned"));
        TuningJob job = new()
        {
            Base = model,
            From = adapter,
            FromHash = from is null ? null : PeftAdapter.HashOf(from),
            Train = train,
            HeldOut = heldOut,
            Recipe = choice.Recipe,
            Output = output,
            RunFolder = $"{output}.run",
        };
        TuningResult result = await TrainAsync(job, cancellationToken);
        string checkpoints = Path.Combine(job.RunFolder, "checkpoints");
        if (Directory.Exists(checkpoints)) Directory.Delete(checkpoints, recursive: true);
        Tell(result, job, json);
        return 0;
    }

    private static Task<TuningResult> TrainAsync(TuningJob job, CancellationToken cancellationToken) =>
        Screen.Bars().StartAsync(bars =>
        {
            ProgressTask bar = bars.AddTask("Training");

            // A thread of its own: thread counts and grad mode belong to threads.
            return Task.Factory.StartNew(
                () => FineTuning.Run(job, new Reports<TrainingProgress>(at => Show(at, bar)), cancellationToken),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        });

    private static void Show(TrainingProgress at, ProgressTask bar)
    {
        bar.MaxValue = at.Steps;
        bar.Value = at.Step;
        bar.Description = string.Create(
            CultureInfo.InvariantCulture,
            $"Step {at.Step} of {at.Steps}, loss {at.Loss:0.000}, {at.TokensPerSecond:0} tokens/s");
    }

    private static void Tell(TuningResult result, TuningJob job, bool json)
    {
        if (json)
        {
            Session.WriteJson(new
            {
                folder = job.Output,
                hash = result.ContentHash,
                steps = result.Losses.Count,
                firstLoss = result.Losses[0],
                lastLoss = result.Losses[^1],
                heldOutBefore = result.HeldOutBefore,
                heldOutAfter = result.HeldOutAfter,
                seconds = result.Duration.TotalSeconds,
                stopReason = result.StopReason,
            });
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{job.Output}: {result.Losses.Count} steps in {result.Duration:hh\\:mm\\:ss}; loss {result.Losses[0]:0.000} -> {result.Losses[^1]:0.000}"));
        if (result is { HeldOutBefore: { } before, HeldOutAfter: { } after })
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Held-out loss {before.Loss:0.000} -> {after.Loss:0.000}")
                + (after.Accuracy is { } right ? string.Create(CultureInfo.InvariantCulture, $"; {right:P0} of pairs right") : ""));
        }

        if (result.StopReason is { } reason) Console.WriteLine($"Stopped early: {reason}");
        Console.WriteLine($"Log and TensorBoard events: {job.RunFolder}");
    }
}
