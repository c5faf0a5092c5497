using System.Globalization;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>
/// Whether one business's search can reach another's passages: questions asked as one business with the other's words,
/// vectors, filters and ids. The same questions asked as the other show that the check can fail.
/// </summary>
internal static class RetrievalLeakBench
{
    private const string Mine = "mine";
    private const string Theirs = "theirs";
    private const int Documents = 100;
    private const int TheirFirst = 1000;

    public static async Task RunAsync(int questions, Workplace workplace, CancellationToken cancellationToken)
    {
        using Database database = await Database.OpenAsync(
            Path.Combine(workplace.Folder, "leaks"), TimeProvider.System, cancellationToken);
        using MadeEmbedder embedder = new();
        using EmbeddedPassageIndex index = new(database, embedder);
        DocumentStore documents = new(database);
        DocumentIndexer indexer = new(documents, index, new PassageEmbedder(new PassageVectors(database), embedder));
        await FillAsync(Mine, 0);
        PassageQuery common = new(Mine) { Words = ["document", "topic001"], Limit = 50 };
        PassageMatches before = await index.SearchAsync(common, cancellationToken);
        await FillAsync(Theirs, TheirFirst);
        PassageMatches after = await index.SearchAsync(common, cancellationToken);
        Console.WriteLine($"scores changed by the other's documents: {before.ByWords.Zip(after.ByWords).Count(pair => pair.First != pair.Second)}");

        IReadOnlyList<AddedPassage> foreign = await new PassageChanges(database).AddedAfterAsync(
            Theirs, "made@000000000000", 0, 100_000, cancellationToken);
        HashSet<string> foreignIds = [.. foreign.Select(passage => passage.Id.ToString(CultureInfo.InvariantCulture))];
        foreach (string tenant in new[] { Mine, Theirs })
        {
            (int found, int leaks, int byId) = await AskAsync(tenant);
            Console.WriteLine(
                $"asked as {(tenant == Mine ? "one business" : "the other (control)")}: {questions} questions with the other's words, vectors and " +
                $"filters found {found} passages, {leaks} of the other; asked by id for {questions}, got {byId}");
        }

        Task FillAsync(string tenant, int first) => indexer.ReplaceAsync(
            tenant, [.. Enumerable.Range(first, Documents).Select(number => MadePassages.Document(number, 0))], cancellationToken);

        async Task<(int Found, int Leaks, int ById)> AskAsync(string tenant)
        {
            Random random = new(1);
            int found = 0, leaks = 0, byId = 0;
            for (int i = 0; i < questions; i++)
            {
                AddedPassage target = foreign[random.Next(foreign.Count)];
                PassageMatches matches = await index.SearchAsync(
                    new(tenant)
                    {
                        Words = [.. (target.TitlePath + " " + target.Text).Split(' ').Take(random.Next(1, 30))],
                        Vector = target.Vector,
                        Filter = Filter(target, random.Next(5)),
                        Limit = random.Next(1, 100),
                    }, cancellationToken);
                FoundPassage[] all = [.. matches.ByWords, .. matches.ByVector];
                found += all.Length;
                leaks += all.Count(one => foreignIds.Contains(one.Passage.Id));
                byId += (await documents.FindPassagesAsync(tenant, [target.Id], cancellationToken)).Count;
            }

            return (found, leaks, byId);
        }
    }

    private static PassageFilter Filter(AddedPassage target, int kind) => kind switch
    {
        0 => new() { PathPrefix = target.Path },
        1 => new() { Collection = target.Collection },
        2 => new() { Language = target.Language },
        3 => new() { Metadata = target.Metadata },
        _ => PassageFilter.None,
    };
}
