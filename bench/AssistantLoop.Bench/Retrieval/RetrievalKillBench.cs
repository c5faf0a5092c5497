using System.Diagnostics;
using System.Globalization;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>
/// Whether database and index agree after kills: a child adds, changes and removes documents and notes what it begins and
/// what was acknowledged; it is killed at random moments; then everything that was acknowledged must be there once, in the
/// database, by words and by vector.
/// </summary>
internal static class RetrievalKillBench
{
    private const string Tenant = "bench";
    private const string Embedder = "made@000000000000";
    private const int Documents = 30;
    private const int LongestRunMs = 300;

    public static async Task RunAsync(int kills, Workplace workplace, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(workplace.Folder, "kills");
        Directory.CreateDirectory(folder);
        Random random = new(1);
        int acknowledged = 0, undecided = 0, faults = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            await KilledAsync(folder, kill, random.Next(LongestRunMs), cancellationToken);
            KillJournal journal = KillJournal.Read(JournalOf(folder));
            using Database database = await Database.OpenAsync(folder, TimeProvider.System, cancellationToken);
            using MadeEmbedder embedder = new();
            using EmbeddedPassageIndex index = new(database, embedder);
            IReadOnlyDictionary<string, string> stored = (await new DocumentStore(database).ListAsync(Tenant, cancellationToken))
                .ToDictionary(document => document.Path, document => document.ContentHash);
            bool first = Same(stored, journal.Acknowledged);
            bool second = journal.Undecided is { } other && Same(stored, other);
            acknowledged = journal.Operations;
            undecided += second && !first ? 1 : 0;
            List<string> problems = first || second ? [] : ["documents differ from what was acknowledged"];
            problems.AddRange(await ProblemsAsync(database, index, cancellationToken));
            faults += problems.Count;
            foreach (string problem in problems)
            {
                Console.WriteLine($"kill {kill + 1}: {problem}");
            }

            KillJournal.Settle(JournalOf(folder), done: second);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            kills                                                  {kills,8}
            operations acknowledged                                {acknowledged,8}
            kills after the database had it, before it was said    {undecided,8}
            lost, doubled or differing                             {faults,8}
            """));
    }

    /// <summary>The child: changes documents until it is killed.</summary>
    public static async Task ChangeAsync(string folder, int seed)
    {
        Random random = new(seed);
        using Database database = await Database.OpenAsync(folder, TimeProvider.System, default);
        using MadeEmbedder embedder = new();
        using EmbeddedPassageIndex index = new(database, embedder);
        DocumentStore documents = new(database);
        DocumentIndexer indexer = new(documents, index, new PassageEmbedder(new PassageVectors(database), embedder));
        for (int edition = 1; ; edition++)
        {
            if (random.Next(8) == 0)
            {
                string[] kept = [.. (await documents.ListAsync(Tenant, default)).Select(document => document.Path).Where(_ => random.Next(5) > 0)];
                KillJournal.Begin(JournalOf(folder), KillJournal.Keep, kept);
                await indexer.RemoveVanishedAsync(Tenant, "made", kept, default);
            }
            else
            {
                NewDocument[] batch = [.. Enumerable.Range(0, Documents).Where(_ => random.Next(10) == 0)
                    .Select(number => MadePassages.Document(number, (seed * 10_000) + edition))];
                KillJournal.Begin(
                    JournalOf(folder), KillJournal.Replace,
                    batch.SelectMany(prepared => new[] { prepared.Document.Path, prepared.Document.ContentHash }));
                await indexer.ReplaceAsync(Tenant, batch, default);
            }

            KillJournal.End(JournalOf(folder));
        }
    }

    private static string JournalOf(string folder) => Path.Combine(folder, "journal");

    // Every other child is killed within its first operation, the others after some.
    private static async Task KilledAsync(string folder, int seed, int milliseconds, CancellationToken cancellationToken)
    {
        int before = Progress();
        int wanted = before + (seed % 2 == 0 ? 1 : 4);
        using Process child = Process.Start(RetrievalChild.StartInfo(
            [RetrievalChild.Change, folder, seed.ToString(CultureInfo.InvariantCulture)]))!;
        long started = Stopwatch.GetTimestamp();
        while (Progress() < wanted)
        {
            if (child.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(2))
            {
                child.Kill();
                throw new InvalidOperationException("The child changed nothing.");
            }

            await Task.Delay(5, cancellationToken);
        }

        await Task.Delay(milliseconds, cancellationToken);
        child.Kill();
        await child.WaitForExitAsync(cancellationToken);

        // Beginnings and ends noted.
        int Progress() => File.Exists(JournalOf(folder)) ? File.ReadAllLines(JournalOf(folder)).Length : 0;
    }

    private static bool Same(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out string? hash) && hash == pair.Value);

    private static async Task<List<string>> ProblemsAsync(
        Database database, EmbeddedPassageIndex index, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        IReadOnlyList<AddedPassage> passages =
            await new PassageChanges(database).AddedAfterAsync(Tenant, Embedder, 0, 100_000, cancellationToken);
        int documents = (await new DocumentStore(database).ListAsync(Tenant, cancellationToken)).Count;
        string[] ids = [.. passages.Select(passage => passage.Id.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)];
        if (passages.Count != documents * MadePassages.PerDocument)
        {
            problems.Add($"{documents} documents have {passages.Count} passages");
        }

        if (passages.Any(passage => passage.Vector is null))
        {
            problems.Add("a passage has no vector");
        }

        if (passages.Count == 0)
        {
            return problems;
        }

        PassageMatches all = await index.SearchAsync(
            new(Tenant) { Words = ["document"], Vector = passages[0].Vector, Limit = 2 * ids.Length }, cancellationToken);
        foreach ((string name, IReadOnlyList<FoundPassage> found) in new[] { ("words", all.ByWords), ("vectors", all.ByVector) })
        {
            if (!found.Select(one => one.Passage.Id).Order(StringComparer.Ordinal).SequenceEqual(ids))
            {
                problems.Add($"by {name} {found.Count} passages are found of {ids.Length}");
            }
        }

        return problems;
    }
}
