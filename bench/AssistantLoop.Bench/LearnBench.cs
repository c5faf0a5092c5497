using System.Globalization;
using AssistantLoop.Bench.Learning;
using AssistantLoop.Inference;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Bench;

/// <summary>
/// What a model learns from a few recorded dialogues of a task: the held-out loss, the slots that its answers state, and
/// what it forgets of the rest, for imitation, preference and ratings, each with three seeds.
/// </summary>
internal static class LearnBench
{
    private const string DataFolder = "../shared/data";
    private const string Task = "ride_book";
    private const int GeneralSamples = 60;

    private static readonly int[] s_counts = [10, 30, 100];
    private static readonly string[] s_methods = ["sft", "sft+dpo", "kto", "sft+kto"];
    private static readonly long[] s_seeds = [1, 2, 3];

    public static async Task RunAsync(
        string modelFolder, Workplace workplace, int threads, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(DataFolder, StarDialogue.File)))
        {
            Console.WriteLine($"learn needs recorded dialogues: {DataFolder}/{StarDialogue.File} is not there");
            return;
        }

        SlotAccuracyCheck.Run();
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = modelFolder,
            CacheFolder = workplace.CacheFolder,
            Threads = threads,
            QueueLimit = 1000,
            QueueTokenLimit = 1 << 20,
        });
        LearningData data = LearningData.Load(DataFolder, engine.Model, Task);
        Console.WriteLine(data.Caption);
        LearningPreferences preferences = LearningPreferences.Of(
            data.Train, await GreedyAnswers.OfAsync(engine, null, data.Train, cancellationToken));
        Console.WriteLine(
            $"{preferences.Pairs.Count} pairs and {preferences.Unpaired.Count} ratings of the base's own answers\n");
        Console.WriteLine("median of three seeds (least to most); losses in nats a token; forgotten: what the loss of "
            + $"{GeneralSamples} general samples rose by\n");
        Console.WriteLine($"{"method",-8} {"samples",7}  {"loss",-22} {"exact slots",-22} {"forgotten",-24} {"seconds",-14}");

        TrainingSet evaluation = TrainingSet.Of(data.Evaluation);
        TrainingSet general = TrainingSet.Of([.. HeldOut.Samples().Take(GeneralSamples)]);
        double before = AdapterLoss.Of(engine.Model, null, general, threads);
        double slots = await SlotsAsync(engine, null, data.Evaluation, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"base",-8} {0,7}  {AdapterLoss.Of(engine.Model, null, evaluation, threads),-22:0.000} {slots,-22:0.000}"));

        foreach (string method in s_methods)
        {
            foreach (int count in s_counts)
            {
                List<double> losses = [], shares = [], forgotten = [], seconds = [];
                foreach (long seed in s_seeds)
                {
                    TrainingSet set = SetOf(method, count, data, preferences);
                    string folder = Path.Combine(workplace.Folder, $"{method}-{count}-{seed}");
                    seconds.Add(Train(engine, set, method, seed, threads, folder).TotalSeconds);
                    losses.Add(AdapterLoss.Of(engine.Model, folder, evaluation, threads));
                    forgotten.Add(AdapterLoss.Of(engine.Model, folder, general, threads) - before);
                    engine.AddAdapter(folder, folder);
                    shares.Add(await SlotsAsync(engine, folder, data.Evaluation, cancellationToken));
                    engine.RemoveAdapter(folder);
                }

                Console.WriteLine($"{method,-8} {count,7}  {Spread.Of(losses, "0.000"),-22} {Spread.Of(shares, "0.000"),-22} "
                    + $"{Spread.Of(forgotten, "0.000"),-24} {Spread.Of(seconds, "0"),-14}");
            }
        }
    }

    private static TrainingSet SetOf(string method, int count, LearningData data, LearningPreferences preferences) =>
        method switch
        {
            "sft" => TrainingSet.Of([.. data.Train.Take(count)]),
            "kto" => new TrainingSet { Ratings = [.. preferences.Unpaired.Take(2 * count)] },
            _ => new TrainingSet { Pairs = [.. preferences.Pairs.Take(count)] },
        };

    // By the automatic recipe, as a business would: a sixth of the samples says when to stop.
    private static TimeSpan Train(Engine engine, TrainingSet set, string method, long seed, int threads, string folder)
    {
        (TrainingSet train, TrainingSet heldOut) = TrainingFiles.Split(set);
        RecipeChoice choice = AutomaticRecipe.Choose(
            engine.Model, train, heldOut, AimText.Parse(method, null, train), threads);
        TuningJob job = new()
        {
            Base = engine.Model,
            Train = train,
            HeldOut = heldOut,
            Recipe = choice.Recipe with { Seed = seed },
            Output = folder,
        };
        return FineTuning.Run(job, new Progress<TrainingProgress>(), CancellationToken.None).Duration;
    }

    private static async Task<double> SlotsAsync(
        Engine engine, string? adapter, IReadOnlyList<ChatSample> evaluation, CancellationToken cancellationToken)
    {
        string[] answers = await GreedyAnswers.OfAsync(engine, adapter, evaluation, cancellationToken);
        var counts = evaluation.Zip(answers, (sample, answer) => SlotAccuracy.Of(
            sample.Messages[^1].Content, [.. sample.Messages.SkipLast(1)], answer)).ToList();
        return counts.Sum(count => count.Stated) / (double)counts.Sum(count => count.All);
    }
}
