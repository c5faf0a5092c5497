using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AssistantLoop.App.Settings;
using AssistantLoop.Training.Embeddings;
using Spectre.Console;

namespace AssistantLoop.App.Cli.Pretrain;

/// <summary>pretrain embedder: makes a text embedder, from nothing or from another, as models/embedder was made.</summary>
internal static class PretrainEmbedderVerb
{
    public static Command Create()
    {
        Argument<string> output = new("OUT") { Description = "where to write the embedder, a sentence-transformers folder" };
        Option<string?> work = new("--work")
        {
            Description = "the folder of vocabulary, checkpoint and log (default: DATA/pretrain-embedder); a run that was "
                + "stopped goes on from its checkpoint",
        };
        Option<string?> dialogues = new("--dialogues") { Description = "a folder of recorded dialogues and labelled utterances" };
        Option<string?> wordNet = new("--wordnet") { Description = "the folder of WordNet's database files (/usr/share/wordnet)" };
        Option<string?> from = new("--from")
        {
            Description = "an embedder's folder of this shape to go on from, with its vocabulary (default: new weights)",
        };
        Option<double> minutes = new("--minutes") { Description = "length of the run", DefaultValueFactory = _ => 20 };
        Option<int?> steps = new("--steps") { Description = "length in steps, instead of minutes" };
        Option<int> pairs = new("--pairs") { Description = "pairs of a step", DefaultValueFactory = _ => 256 };
        Option<double> rate = new("--learning-rate") { Description = "highest learning rate", DefaultValueFactory = _ => 1.5e-3 };
        Option<string> device = new("--device") { Description = "cpu or cuda", DefaultValueFactory = _ => "cpu" };
        Option<long> seed = new("--seed") { Description = "seed of weights and pairs", DefaultValueFactory = _ => 1 };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("embedder", "Make a small text embedder.")
        {
            output, work, dialogues, wordNet, from, minutes, steps, pairs, rate, device, seed, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            AppSettings settings = SettingOptions.Read(parsed);
            EmbedderRecipe recipe = new()
            {
                Minutes = Within("minutes", parsed.GetValue(minutes), 0.01, 100_000),
                Steps = parsed.GetValue(steps) is { } count ? (int)Within("steps", count, 1, 100_000_000) : null,
                PairsPerStep = (int)Within("pairs", parsed.GetValue(pairs), 2, 65_536),
                LearningRate = Within("learning-rate", parsed.GetValue(rate), 1e-7, 1),
                Device = parsed.GetValue(device) is ("cpu" or "cuda") and { } kind ? kind
                    : throw new SettingException("device", $"must be cpu or cuda; given: {parsed.GetValue(device)}"),
                Seed = parsed.GetValue(seed),
                From = parsed.GetValue(from) is { } start ? Path.GetFullPath(start) : null,
                Threads = settings.Threads,
            };
            if (recipe.Device == "cuda") recipe = recipe with { TokensPerPass = 65_536 }; // A small pass leaves a GPU idle.
            string folder = Path.GetFullPath(parsed.GetValue(work) ?? Path.Combine(settings.Data, "pretrain-embedder"));
            return RunAsync(
                recipe, parsed.GetValue(dialogues), parsed.GetValue(wordNet), folder,
                Path.GetFullPath(parsed.GetValue(output)!), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static double Within(string name, double value, double least, double most) =>
        value >= least && value <= most
            ? value : throw new SettingException(name, $"must be from {least} to {most}; given: {value}");

    private static async Task<int> RunAsync(
        EmbedderRecipe recipe, string? dialogues, string? wordNet, string work, string output, bool json,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(work);
        EmbedderResult result = await Screen.Bars().StartAsync(async bars =>
        {
            ProgressTask bar = bars.AddTask("Reading the texts", maxValue: 1);
            await using StreamWriter log = new(Path.Combine(work, "log.jsonl"), append: true) { AutoFlush = true };
            // A thread of its own: thread counts and grad mode belong to threads.
            return await Task.Factory.StartNew(
                () => EmbedderTraining.Run(
                    recipe, EmbedderData.Read(recipe.Seed, dialogues, wordNet), work, output,
                    new Reports<EmbedderProgress>(at => Show(at, bar, log)), cancellationToken),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        });
        if (json)
        {
            Session.WriteJson(new { output, result.Steps, result.Pairs, seconds = result.Duration.TotalSeconds, result.Before, result.Trained });
            return 0;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{output}: {result.Steps} steps, {result.Pairs} pairs in {result.Duration:hh\\:mm\\:ss}"));
        foreach ((string source, RetrievalScore score) in result.Trained)
        {
            Console.WriteLine($"  {source,-20} {score}");
            Console.WriteLine($"  {"  before",-20} {result.Before[source]}");
        }

        return 0;
    }

    private static void Show(EmbedderProgress at, ProgressTask bar, StreamWriter log)
    {
        bar.Value = at.Share;
        bar.Description = string.Create(
            CultureInfo.InvariantCulture, $"Training: step {at.Step}, loss {at.Loss:0.000}, {at.PairsPerSecond:0} pairs/s");
        if (at.Step % 10 == 0 || at.HeldOut is not null)
        {
            log.WriteLine(JsonSerializer.Serialize(at, JsonSerializerOptions.Web));
        }
    }
}
