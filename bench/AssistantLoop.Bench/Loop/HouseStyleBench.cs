using AssistantLoop.App.Versions;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.Importing;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Bench.Loop;

/// <summary>
/// How often answers keep the house's style, before and after a run on the sample business's 100 training samples, and
/// after one on these and its 40 preference pairs: imported and trained on as a business would.
/// </summary>
internal static class HouseStyleBench
{
    private const int First = 1;
    private const int Shown = 10;
    private const string Preferences = "sft+0.2*dpo";

    private static readonly string[] s_metrics =
    [
        MetricNames.Style, MetricNames.Accuracy, MetricNames.Citation, MetricNames.Refusal, MetricNames.FalseRefusal,
        MetricNames.Overall,
    ];

    /// <summary>Measures and prints.</summary>
    /// <param name="model">The base model's folder.</param>
    /// <param name="table">The file that the table of answers is written to, or null.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public static async Task RunAsync(string model, string? table, CancellationToken cancellationToken)
    {
        await using SampleLoop loop = await SampleLoop.OpenAsync(model, cancellationToken);
        Suite suite = Suite.Load(loop.File("suite-200.yaml")), shown = Suite.Load(loop.File("suite.yaml"));
        shown = shown with { Cases = [.. shown.Cases.Where(asked => asked.Of is null).Take(Shown)] };

        SuiteResult before = await loop.MeasureAsync(suite, First, cancellationToken);
        SuiteResult answersBefore = await loop.MeasureAsync(shown, First, cancellationToken);
        await ImportAsync(loop, "samples.jsonl", cancellationToken);
        (RunResult imitated, RunPhases phases) = await loop.TrainAsync(new RunRequest(), cancellationToken);
        SuiteResult samples = await loop.MeasureAsync(suite, imitated.Version, cancellationToken);
        SuiteResult answersAfter = await loop.MeasureAsync(shown, imitated.Version, cancellationToken);
        await ImportAsync(loop, "pairs.jsonl", cancellationToken);
        (RunResult preferred, RunPhases again) = await loop.TrainAsync(new RunRequest(Preferences), cancellationToken);
        SuiteResult pairs = await loop.MeasureAsync(suite, preferred.Version, cancellationToken);

        Say($"model {model} ({loop.Get<EngineSource>().Model.Hash[..12]}), {loop.Settings.Threads} threads; {suite.Cases.Count} questions of {suite.Name}");
        Say($"{"",-16} {"before",10} {"samples",10} {"and pairs",10}");
        foreach (string metric in s_metrics)
        {
            Say($"{metric,-16} {before.Metrics[metric],10:P1} {samples.Metrics[metric],10:P1} {pairs.Metrics[metric],10:P1}");
        }

        Tell("100 samples, sft", imitated, phases);
        Tell($"100 samples and 40 pairs, {Preferences}", preferred, again);
        string text = AnswerTable.Write(answersBefore, answersAfter);
        Say($"\nthe first {Shown} questions of suite.yaml, before and after the run on the samples:\n\n{text}");
        if (table is not null)
        {
            WholeFile.WriteText(Path.GetFullPath(table), text);
        }
    }

    private static async Task ImportAsync(SampleLoop loop, string name, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(loop.File("training", name));
        ImportResult result = await loop.Get<FileImport>().RunAsync(
            loop.Profile.Tenant, name, file, ImportFormat.JsonLines, "bench", dryRun: false, progress: null, cancellationToken);
        Progress.Say($"{name}: {result.Totals.Added} rows added, {result.Totals.Refused} refused");
    }

    private static void Tell(string name, RunResult run, RunPhases phases)
    {
        string times = string.Join(", ", phases.All.Select(phase => FormattableString.Invariant($"{phase.Name} {phase.Seconds:0}")));
        Say($"\n{name}: trained on {run.Samples} in {run.TrainSeconds:0} s; the run {phases.Total:0} s ({times})");
        Say($"gate: {run.Outcome}: {run.Decision}");
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
