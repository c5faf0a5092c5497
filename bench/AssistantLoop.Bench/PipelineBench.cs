using System.Diagnostics;
using System.Globalization;
using AssistantLoop.Bench.Pipeline;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.Bench;

/// <summary>
/// The data pipeline on made-up feedback, from stored prompts (JSON) to the files of a data set on disk. The feedback comes
/// from memory one by one, as a database would give it page by page; the database's own time is not in the figure.
/// </summary>
internal static class PipelineBench
{
    public static Task RunAsync(string pieces, Workplace workplace)
    {
        int pairs = int.Parse(pieces, NumberStyles.None, CultureInfo.InvariantCulture);
        string folder = Path.Combine(workplace.Folder, "pipeline");
        string[] questions = [.. Enumerable.Range(0, 1_000).Select(at => $"Is it true that customer {at} of the house gets the lamp number {at} for free?")];
        long begun = Stopwatch.GetTimestamp();
        SampleReader reader = new();
        List<Sample> samples = new(pairs);
        samples.AddRange(new SyntheticFeedback(1).Make(pairs).Select(reader.Read));
        Console.WriteLine($"{Seconds(begun)} s  {Peak()} MB  {samples.Count} pieces made and read");

        SuiteTexts[] suites = [new("made up", questions, [])];
        AssembledFeedback assembled = AssembledFeedback.Of(samples, suites, DataSetRules.Default, CancellationToken.None);
        Console.WriteLine($"{Seconds(begun)} s  {Peak()} MB  steps done");
        BuiltDataSet built = DataSetFiles.Write(folder, "bench", assembled, [], suites, DataSetRules.Default);
        Console.WriteLine($"{Seconds(begun)} s  {Peak()} MB  files written, {new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length) >> 20} MB");
        Console.WriteLine($"{Environment.ProcessorCount} processors; data set {built.Hash[..12]}; {built.Manifest.Train.Pieces} trained on, {built.Manifest.HeldOut.Pieces} held out");
        Console.WriteLine("step                  in  dropped  quarantined  changed  overruled");
        foreach (StepCount step in built.Manifest.Steps)
        {
            Console.WriteLine($"{step.Step,-16}{step.In,8}{step.Dropped,9}{step.Quarantined,13}{step.Changed,9}{step.Overruled,11}");
        }

        foreach ((string reason, int count) in built.Manifest.Dropped.Concat(built.Manifest.Quarantined))
        {
            Console.WriteLine($"{count,8}  {reason}");
        }

        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"{self.TotalProcessorTime.TotalSeconds:0.0} s of processor time in all"));

        return Task.CompletedTask;
    }

    private static string Seconds(long begun) =>
        FormattableString.Invariant($"{Stopwatch.GetElapsedTime(begun).TotalSeconds,6:0.0}");

    private static long Peak()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 >> 20;
    }
}
