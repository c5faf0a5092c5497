using AssistantLoop.Bench.Learning;
using AssistantLoop.Inference;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Bench;

/// <summary>What a model learns from a few recorded dialogues of a task, by the slots that its answers state.</summary>
internal static class LearnBench
{
    private const string DataFolder = "../shared/data";
    private const string Task = "ride_book";

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
            $"{preferences.Pairs.Count} pairs and {preferences.Unpaired.Count} ratings of the base's own answers");
        await ReportAsync("base", engine, null, data.Evaluation, cancellationToken);
    }

    private static async Task ReportAsync(
        string name, Engine engine, string? adapter, IReadOnlyList<ChatSample> evaluation,
        CancellationToken cancellationToken)
    {
        string[] answers = await GreedyAnswers.OfAsync(engine, adapter, evaluation, cancellationToken);
        var counts = evaluation.Zip(answers, (sample, answer) => SlotAccuracy.Of(
            sample.Messages[^1].Content, [.. sample.Messages.SkipLast(1)], answer)).ToList();
        int stated = counts.Sum(count => count.Stated), all = counts.Sum(count => count.All);
        Console.WriteLine($"{name,-12} {stated} of {all} slots stated exactly: {(double)stated / all:0.000}");
    }
}
