using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>
/// The embedded index at size: time of a hybrid search, recall of the vector list against an exact scan, time to the first
/// answer of a new process, memory and files.
/// </summary>
internal static class RetrievalIndexBench
{
    public const string Tenant = "bench";

    private const int Limit = 50;
    private const int Recalled = 10;
    private const int DocumentsInBatch = 50;

    public static async Task RunAsync(int passages, int questions, Workplace workplace, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(workplace.Folder, "retrieval");
        using MadeEmbedder embedder = new();
        using (Database database = await Database.OpenAsync(folder, TimeProvider.System, cancellationToken))
        {
            using EmbeddedPassageIndex index = new(database, embedder);
            await FillAsync(database, index, embedder, passages, cancellationToken);
            await SearchAsync(index, embedder, questions, PassageFilter.None, "all", cancellationToken);
            await SearchAsync(
                index, embedder, questions, new() { Metadata = new Dictionary<string, string> { ["product"] = "p7" } },
                "filtered to 1 %", cancellationToken);
            await RecallAsync(database, index, embedder, Math.Min(questions, 500), cancellationToken);
        }

        Console.WriteLine($"database {Size(folder, "*.db*")}, index files {Size(Path.Combine(folder, "index"), "*")}");
        for (int round = 0; round < 3; round++)
        {
            await RetrievalChild.StartAsync([RetrievalChild.Open, folder], cancellationToken);
        }
    }

    /// <summary>Opens the folder in a new process and says how long the first search takes.</summary>
    public static async Task OpenAsync(string folder)
    {
        long started = Stopwatch.GetTimestamp();
        using MadeEmbedder embedder = new();
        (string[] words, int topic) = new MadePassages(1).Question();
        float[] vector = embedder.Near(topic, new Random(1));
        TimeSpan making = Stopwatch.GetElapsedTime(started);
        using Database database = await Database.OpenAsync(folder, TimeProvider.System, default);
        using EmbeddedPassageIndex index = new(database, embedder);
        PassageMatches found = await index.SearchAsync(
            new(Tenant) { Words = words, Vector = vector, Limit = Limit }, default);
        TimeSpan all = Stopwatch.GetElapsedTime(started) - making;
        using Process self = Process.GetCurrentProcess();
        TimeSpan sinceStart = TimeProvider.System.GetUtcNow() - self.StartTime - making;
        Console.WriteLine(
            $"new process: first search answered after {all.TotalMilliseconds:0} ms, " +
            $"{sinceStart.TotalMilliseconds:0} ms with the runtime's start, processor time of the whole process " +
            $"{self.TotalProcessorTime.TotalMilliseconds:0} ms " +
            $"({found.ByWords.Count} by words, {found.ByVector.Count} by vector), " +
            $"resident {self.WorkingSet64 >> 20} MiB, managed {GC.GetTotalMemory(forceFullCollection: true) >> 20} MiB");
    }

    private static async Task FillAsync(
        Database database, EmbeddedPassageIndex index, MadeEmbedder embedder, int passages, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        DocumentIndexer indexer = new(
            new DocumentStore(database), index, new PassageEmbedder(new PassageVectors(database), embedder));
        foreach (int[] numbers in Enumerable.Range(0, passages / MadePassages.PerDocument).Chunk(DocumentsInBatch))
        {
            await indexer.ReplaceAsync(
                Tenant, [.. numbers.Select(number => MadePassages.Document(number, edition: 0))], cancellationToken);
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(
            $"{passages} passages of {MadeEmbedder.Dimensions} dimensions stored in {seconds:0.0} s, {passages / seconds:0} a second");
    }

    private static async Task SearchAsync(
        EmbeddedPassageIndex index,
        MadeEmbedder embedder,
        int questions,
        PassageFilter filter,
        string name,
        CancellationToken cancellationToken)
    {
        foreach ((string kind, bool byWords, bool byVector) in
            new[] { ("words", true, false), ("vectors", false, true), ("hybrid", true, true) })
        {
            MadePassages made = new(seed: 2);
            Random random = new(3);
            List<double> times = [];
            long found = 0;
            for (int i = -20; i < questions; i++)
            {
                (string[] words, int topic) = made.Question();
                PassageQuery query = new(Tenant)
                {
                    Words = byWords ? words : [],
                    Vector = byVector ? embedder.Near(topic, random) : default,
                    Filter = filter,
                    Limit = Limit,
                };
                long started = Stopwatch.GetTimestamp();
                PassageMatches matches = await index.SearchAsync(query, cancellationToken);
                if (i >= 0)
                {
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    found += matches.ByWords.Count + matches.ByVector.Count;
                }
            }

            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}, {kind,-7}: p50 {At(0.5):0.00} ms, p95 {At(0.95):0.00} ms, p99 {At(0.99):0.00} ms, most {times[^1]:0.00} ms " +
                $"({questions} questions, {found / (double)questions:0} passages each)"));

            double At(double share) => times[(int)(share * (times.Count - 1))];
        }
    }

    private static async Task RecallAsync(
        Database database, EmbeddedPassageIndex index, MadeEmbedder embedder, int questions, CancellationToken cancellationToken)
    {
        PassageChanges changes = new(database);
        List<(string Id, float[] Vector)> all = [];
        for (long last = 0; ;)
        {
            IReadOnlyList<AddedPassage> some =
                await changes.AddedAfterAsync(Tenant, "made@000000000000", last, 5000, cancellationToken);
            if (some.Count == 0)
            {
                break;
            }

            all.AddRange(some.Select(passage => (passage.Id.ToString(CultureInfo.InvariantCulture), passage.Vector!)));
            last = some[^1].Id;
        }

        MadePassages made = new(seed: 4);
        Random random = new(5);
        int hits = 0;
        for (int i = 0; i < questions; i++)
        {
            float[] vector = embedder.Near(made.Question().Topic, random);
            HashSet<string> exact = Nearest(all, vector);
            PassageMatches found = await index.SearchAsync(
                new(Tenant) { Vector = vector, Limit = Limit }, cancellationToken);
            hits += found.ByVector.Take(Recalled).Count(passage => exact.Contains(passage.Passage.Id));
        }

        Console.WriteLine($"recall@{Recalled} of the vector list against an exact scan: {hits / (double)(questions * Recalled):0.0000}");
    }

    private static HashSet<string> Nearest(List<(string Id, float[] Vector)> all, float[] vector)
    {
        PriorityQueue<string, float> nearest = new();
        foreach ((string id, float[] candidate) in all)
        {
            nearest.Enqueue(id, TensorPrimitives.Dot<float>(candidate, vector));
            if (nearest.Count > Recalled)
            {
                nearest.Dequeue();
            }
        }

        return [.. nearest.UnorderedItems.Select(item => item.Element)];
    }

    private static string Size(string folder, string pattern) =>
        $"{new DirectoryInfo(folder).EnumerateFiles(pattern, SearchOption.AllDirectories).Sum(file => file.Length) / 1e6:0} MB";
}
