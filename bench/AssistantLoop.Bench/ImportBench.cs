using System.Diagnostics;
using System.Globalization;
using AssistantLoop.Learning.Importing;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Importing;

namespace AssistantLoop.Bench;

/// <summary>How fast a large file is imported, and in how much memory; then the same file again.</summary>
internal static class ImportBench
{
    private const string Tenant = "bench";

    public static async Task RunAsync(Workplace workplace, int lines)
    {
        string path = Path.Combine(workplace.Folder, "pairs.jsonl");
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, lines).Select(Line));
        string data = Path.Combine(workplace.Folder, "import-data");
        using Database database = await Database.OpenAsync(data, TimeProvider.System, CancellationToken.None);
        FileImport import = new(new ImportStore(database));
        long bytes = new FileInfo(path).Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines} pairs, {bytes >> 20} MB"));
        foreach (string title in new[] { "first time", "again" })
        {
            await using FileStream file = File.OpenRead(path);
            long begun = Stopwatch.GetTimestamp();
            ImportResult result = await import.RunAsync(
                Tenant, "pairs.jsonl", file, ImportFormat.FromContent, "bench", dryRun: false, progress: null, CancellationToken.None);
            double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            using Process self = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{title}: {seconds:0.0} s, {lines / seconds:0} lines/s, {result.Totals.Added} added, {result.Totals.Known} known, peak {self.PeakWorkingSet64 >> 20} MB"));
        }
    }

    private static string Line(int i) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"prompt":[{"role":"system","content":"You answer for a shop. {{{new string('r', 200)}}}"},{"role":"user","content":"What does item {{{i}}} cost with shipping?"}],"chosen":[{"role":"assistant","content":"Item {{{i}}} costs {{{i % 97}}} euros, and shipping 4.90."}],"rejected":[{"role":"assistant","content":"I do not know what item {{{i}}} costs."}]}""");
}
