using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Reports;

namespace AssistantLoop.Evaluation.Tests.Reports;

/// <summary>A report's data with texts that would harm a page that did not escape them.</summary>
internal static class SampleReport
{
    public const string Script = "<script>alert('x')</script>";

    public static ReportData Data()
    {
        SuiteResult before = Result(0, "blue | <img src=x onerror=alert(1)>"), after = Result(1, $"\"{Script}\"\nred");
        return new()
        {
            Before = before,
            After = after,
            Decision = GateOf().Decide(before, after, new() { GeneralBefore = before, GeneralAfter = after }),
            BeforeName = "version 1",
            AfterName = $"version 2 {Script}",
            Business = $"Alder & Finch {Script}",
            GeneralBefore = before,
            GeneralAfter = after,
            Training = new()
            {
                DataSetHash = "abc123",
                DataSet = [new("Samples", "84"), new(Script, Script)],
                Card = $"# Card\n{Script}",
                Recipe = [new("rank", "16", "small data"), new(Script, Script, Script)],
                Losses = [2.0, 1.5, 1.0, 0.5],
                HeldOutLosses = [new(0, 2.1), new(2, 1.2), new(4, 1.4)],
                HeldOutBefore = 2.1,
                HeldOutAfter = 1.2,
                GeneralBefore = 3.0,
                GeneralAfter = 3.05,
                Seconds = 125,
                PeakBytes = 900L << 20,
            },
        };
    }

    private static Gate GateOf()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "require:\n  - {metric: score, improve_by: 0.05}\nveto:\n  - {metric: judge, may_fall_by: 0.1}\n");
            return Gate.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static SuiteResult Result(double accuracy, string answer) => new(
        "suite",
        "hash",
        [
            new($"one{Script}", $"What colour? {Script}", answer, new Dictionary<string, double> { ["accuracy"] = accuracy, ["prompt_tokens"] = 100 - (10 * accuracy) })
            {
                Cited = [Script],
                Earlier = [new(Script, Script)],
                Milliseconds = 100,
            },
            new("two", "And then?", "same", new Dictionary<string, double> { ["accuracy"] = 1 - accuracy }) { Milliseconds = 120 },
            new("three", "More?", "same", new Dictionary<string, double> { ["accuracy"] = 1 }),
        ]);
}
