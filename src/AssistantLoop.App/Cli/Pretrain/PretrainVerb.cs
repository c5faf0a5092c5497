using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AssistantLoop.App.Settings;
using AssistantLoop.Evaluation.Reports;
using AssistantLoop.Models;
using AssistantLoop.Models.Files;
using AssistantLoop.Training;
using AssistantLoop.Training.Pretrain;
using Spectre.Console;

namespace AssistantLoop.App.Cli.Pretrain;

/// <summary>pretrain: makes a small model from nothing, or tunes one, as models/starter was made.</summary>
internal static class PretrainVerb
{
    private const string LogName = "log.jsonl";

    private static readonly Option<string> s_work = new("--work")
    {
        Description = "the folder of tokenizer, checkpoint, log and, at the end, model and loss curve (default: DATA/pretrain); "
            + "a run that was stopped goes on from its checkpoint",
    };

    private static readonly Option<string> s_dialogues = new("--dialogues")
    {
        Description = "a folder of recorded dialogues to mix in (default: generated ones alone)",
    };

    private static readonly Option<double> s_minutes = new("--minutes")
    {
        Description = "length of the run",
        DefaultValueFactory = _ => 60,
    };

    private static readonly Option<int?> s_steps = new("--steps") { Description = "length in steps, instead of minutes" };

    private static readonly Option<string> s_from = new("--from")
    {
        Description = "a model's folder to tune on the support format, in its shape and with its tokenizer (default: a new model)",
    };

    private static readonly Option<double?> s_keep = new("--keep")
    {
        Description = "with --from: the share of the weights before in the model that is written (default: 0.3)",
    };

    private static readonly Option<double?> s_rate = new("--learning-rate")
    {
        Description = "highest learning rate (default: 0.002; with --from 0.0006)",
    };

    private static readonly Option<int> s_layers = new("--layers")
    {
        Description = "layers of the decoder",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<int> s_width = new("--width")
    {
        Description = "width of the residual stream, a multiple of 64",
        DefaultValueFactory = _ => 320,
    };

    private static readonly Option<long> s_seed = new("--seed")
    {
        Description = "seed of weights and texts",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> s_device = new("--device")
    {
        Description = "where the model learns: cpu, cuda or cuda:N",
        DefaultValueFactory = _ => "cpu",
    };

    private static readonly Option<int?> s_tokens = new("--tokens-per-pass")
    {
        Description = "tokens of one pass, a multiple of 1024 (default: 4096, on a GPU 65536)",
    };

    private static readonly Option<int> s_passes = new("--passes-per-step")
    {
        Description = "passes whose gradients one step adds up: larger steps in the memory of one pass",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int?> s_readers = new("--readers")
    {
        Description = "threads that make and encode texts (default: 1, for a GPU all but three)",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "write the result as JSON" };

    public static Command Create()
    {
        Command command = new("pretrain", "Make a small model from nothing, or tune one.")
        {
            s_work, s_from, s_keep, s_dialogues, s_minutes, s_steps, s_rate, s_layers, s_width, s_seed, s_device, s_tokens,
            s_passes, s_readers, s_json,
        };
        command.Add(PretrainDataVerb.Create());
        command.Add(PretrainProbeVerb.Create());
        command.Add(PretrainEmbedderVerb.Create());
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        AppSettings settings = SettingOptions.Read(parsed);
        using ModelFolder? from = parsed.GetValue(s_from) is { } path ? ModelFolder.Open(path) : null;
        PretrainRecipe recipe = RecipeOf(parsed, settings, from);
        string work = Path.GetFullPath(parsed.GetValue(s_work) ?? Path.Combine(settings.Data, "pretrain"));
        string tokenizer = Path.Combine(work, "tokenizer"), model = Path.Combine(work, "model");
        Directory.CreateDirectory(work);
        PretrainResult result = await Screen.Bars().StartAsync(async bars =>
        {
            ProgressTask bar = bars.AddTask("Reading the texts");
            if (from is not null) StarterData.TakeTokenizer(from.Path, tokenizer);
            PretrainData data = StarterData.Prepare(recipe, parsed.GetValue(s_dialogues), tokenizer);
            bar.Value = 100;
            ProgressTask steps = bars.AddTask("Training");
            await using StreamWriter log = new(Path.Combine(work, LogName), append: true) { AutoFlush = true };
            // A thread of its own: thread counts and grad mode belong to threads.
            return await Task.Factory.StartNew(
                () => Pretraining.Run(
                    recipe, data, tokenizer, model, Path.Combine(work, "checkpoint"),
                    new Reports<TrainingProgress>(at => Show(at, steps, log)), cancellationToken),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        });
        if (LossCurve.Of(File.ReadLines(Path.Combine(work, LogName))) is { } curve)
        {
            WholeFile.WriteText(Path.Combine(work, "curve.svg"), curve);
        }

        if (parsed.GetValue(s_json)) Session.WriteJson(new { model, result.Steps, result.Tokens, seconds = result.Duration.TotalSeconds, result.HeldOutLoss });
        else
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{model}: {result.Steps} steps, {result.Tokens} tokens in {result.Duration:hh\\:mm\\:ss}; held-out loss {result.HeldOutLoss:0.0000}"));
        }

        return 0;
    }

    private static PretrainRecipe RecipeOf(ParseResult parsed, AppSettings settings, ModelFolder? model)
    {
        int width = parsed.GetValue(s_width), layers = parsed.GetValue(s_layers);
        if (width is < 64 or > 2048 || width % 64 != 0)
            throw new SettingException("width", $"must be a multiple of 64 from 64 to 2048; given: {width}");
        if (layers is < 1 or > 64) throw new SettingException("layers", $"must be from 1 to 64; given: {layers}");
        if (parsed.GetValue(s_minutes) is not (> 0 and < 100_000))
            throw new SettingException("minutes", $"must be above 0; given: {parsed.GetValue(s_minutes)}");
        if (parsed.GetValue(s_steps) is < 1)
            throw new SettingException("steps", $"must be 1 or more; given: {parsed.GetValue(s_steps)}");
        if (parsed.GetValue(s_rate) is <= 0 or >= 1)
            throw new SettingException("learning-rate", $"must be between 0 and 1; given: {parsed.GetValue(s_rate)}");
        PretrainRecipe defaults = PretrainRecipe.On(parsed.GetValue(s_device)!);
        int tokens = parsed.GetValue(s_tokens) ?? defaults.TokensPerPass;
        if (tokens < defaults.Window || tokens > 1 << 22 || tokens % defaults.Window != 0)
            throw new SettingException("tokens-per-pass", $"must be a multiple of {defaults.Window} up to 4194304; given: {tokens}");
        int passes = parsed.GetValue(s_passes);
        if (passes is < 1 or > 1024) throw new SettingException("passes-per-step", $"must be from 1 to 1024; given: {passes}");
        int readers = parsed.GetValue(s_readers) ?? defaults.Readers;
        if (readers is < 1 or > 256) throw new SettingException("readers", $"must be from 1 to 256; given: {readers}");
        PretrainRecipe recipe = defaults.Sized(layers, width) with
        {
            TokensPerPass = tokens,
            PassesPerStep = passes,
            Readers = readers,
            Minutes = parsed.GetValue(s_minutes),
            Steps = parsed.GetValue(s_steps),
            Seed = parsed.GetValue(s_seed),
            Threads = settings.Threads,
        };
        if (model is not null) recipe = recipe.Tuning(model);
        if (parsed.GetValue(s_keep) is < 0 or >= 1)
            throw new SettingException("keep", $"must be from 0 to below 1; given: {parsed.GetValue(s_keep)}");
        return recipe with
        {
            LearningRate = parsed.GetValue(s_rate) ?? recipe.LearningRate,
            KeepShare = parsed.GetValue(s_keep) ?? recipe.KeepShare,
        };
    }

    private static void Show(TrainingProgress at, ProgressTask bar, StreamWriter log)
    {
        bar.MaxValue = at.Steps;
        bar.Value = at.Step;
        bar.Description = string.Create(
            CultureInfo.InvariantCulture,
            $"Training: step {at.Step} of {at.Steps}, loss {at.Loss:0.000}, {at.TokensPerSecond:0} tokens/s");
        if (at.Step % 10 == 0 || at.HeldOutLoss is not null)
        {
            log.WriteLine(JsonSerializer.Serialize(
                new { at.Step, at.Loss, at.HeldOutLoss, at.TokensPerSecond }, JsonSerializerOptions.Web));
        }
    }
}
