using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Evaluation.Reports;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Models.Files;
using AssistantLoop.Training.Logs;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.Runs;

/// <summary>A run's report as a folder: report.html, report.md and report.json, the data set's card and the training's log.</summary>
public static class RunReport
{
    /// <summary>The report as a page.</summary>
    public const string Html = "report.html";

    /// <summary>The report as Markdown.</summary>
    public const string Markdown = "report.md";

    /// <summary>The report for programs.</summary>
    public const string Json = "report.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the folder anew.</summary>
    /// <returns>The report as Markdown.</returns>
    public static string Write(string folder, ReportData report, RunFolder run)
    {
        string text = MarkdownReport.Write(report);
        WholeFolder.Write(folder, fresh =>
        {
            File.WriteAllText(Path.Combine(fresh, Html), HtmlReport.Write(report));
            File.WriteAllText(Path.Combine(fresh, Markdown), text);
            File.WriteAllText(Path.Combine(fresh, Json), JsonReport.Write(report));
            foreach (string file in Directory.Exists(run.Training) ? Directory.GetFiles(run.Training) : [])
            {
                File.Copy(file, Path.Combine(fresh, Path.GetFileName(file)));
            }

            if (report.Training?.Card is { } card)
            {
                File.WriteAllText(Path.Combine(fresh, DataSetFiles.Card), card);
            }
        });
        return text;
    }

    /// <summary>What the report says of the training.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="dataFolder">Its files.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="trained">What training did.</param>
    /// <param name="run">The run's folder, with the training's log.</param>
    public static TrainingSummary Summary(
        BuiltDataSet data, string dataFolder, RecipeChoice recipe, TuningResult trained, RunFolder run)
    {
        string card = Path.Combine(dataFolder, DataSetFiles.Card);
        using Process process = Process.GetCurrentProcess();
        return new()
        {
            DataSetHash = data.Hash,
            DataSet = [.. Numbers(data.Manifest)],
            Card = File.Exists(card) ? File.ReadAllText(card) : null,
            Recipe = [.. recipe.Reasons.Select(reason => new RecipeValue(reason.Name, reason.Value, reason.Why))],
            Losses = trained.Losses,
            HeldOutLosses = HeldOut(trained, Path.Combine(run.Training, RunLog.FileName)),
            HeldOutBefore = trained.HeldOutBefore?.Loss,
            HeldOutAfter = trained.HeldOutAfter?.Loss,
            Seconds = trained.Duration.TotalSeconds,
            PeakBytes = process.PeakWorkingSet64,
        };
    }

    private static IEnumerable<NamedValue> Numbers(DataSetManifest manifest)
    {
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        yield return new("Trained on", Text(manifest.Train.Pieces));
        yield return new("Held out", Text(manifest.HeldOut.Pieces));
        yield return new("Samples to imitate", Text(manifest.Train.Samples));
        yield return new("Preference pairs", Text(manifest.Train.Pairs));
        yield return new("Ratings up and down", $"{Text(manifest.Train.Up)} and {Text(manifest.Train.Down)}");
        yield return new("Left out", Text(manifest.Dropped.Values.Sum()));
        yield return new("In quarantine", Text(manifest.Quarantined.Values.Sum()));
        yield return new("Personal data replaced", Text(manifest.Redacted));
    }

    private static List<StepLoss> HeldOut(TuningResult trained, string log)
    {
        List<StepLoss> losses = trained.HeldOutBefore is { } before ? [new(0, before.Loss)] : [];
        foreach (string line in File.Exists(log) ? File.ReadLines(log) : [])
        {
            if (JsonSerializer.Deserialize<LogLine>(line, s_json) is { HeldOutLoss: { } loss, Step: var step })
            {
                losses.Add(new(step, loss));
            }
        }

        return losses;
    }
}
