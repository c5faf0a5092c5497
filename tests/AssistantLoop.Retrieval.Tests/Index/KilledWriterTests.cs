using System.Diagnostics;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Index;

public sealed class KilledWriterTests : IndexTest
{
    private const string FolderVariable = "ASSISTANTLOOP_KILLED_WRITER_FOLDER";
    private const int PassagesOfAnEdition = 40;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_reader_sees_whole_editions_of_another_process_and_all_of_them_after_its_kill()
    {
        await Indexer.ReplaceAsync(Tenant, [Document("mine.md", "an apple")], Token);
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            ArgumentList = { "-explicit", "only", "-method", $"*.{nameof(Child_that_replaces_a_document_until_it_is_killed)}" },
            Environment = { [FolderVariable] = Folder },
            RedirectStandardOutput = true,
        };
        using Process child = Process.Start(start)!;
        HashSet<string> editions = [];
        long started = Stopwatch.GetTimestamp();
        try
        {
            while (editions.Count < 5)
            {
                Assert.False(child.HasExited, "the child ended by itself");
                Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, $"{editions.Count} editions in {s_patience}");
                string[] found = await ByWordsAsync("pear");
                HashSet<string> seen = [.. found.Select(text => text.Split(' ')[^1])];
                Assert.True(seen.Count <= 1, "two editions at once");
                Assert.Equal(seen.Count * PassagesOfAnEdition, found.Length);
                editions.UnionWith(seen);
                await Task.Delay(5, Token);
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(Token);
        }

        await Index.CatchUpAsync(Tenant, Token);

        string[] stored = [.. (await new DocumentStore(Database).PassagesAsync(Tenant, Token)).Select(passage => passage.Text).Order()];
        PassageMatches all = await Index.SearchAsync(
            new(Tenant) { Words = ["title"], Vector = VectorOf("an apple"), Limit = 1000 }, Token);
        Assert.Equal(PassagesOfAnEdition + 1, stored.Length);
        Assert.Equal(stored, Texts(all.ByWords).Order());
        Assert.Equal(stored, Texts(all.ByVector).Order());
    }

    [Fact(Explicit = true)]
    public async Task Child_that_replaces_a_document_until_it_is_killed()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "started by the test above only");
        using Database database = await Database.OpenAsync(folder, TimeProvider.System, Token);
        using EmbeddedPassageIndex index = new(database, Embedder);
        DocumentIndexer indexer = new(new(database), index, new PassageEmbedder(new(database), Embedder));
        for (int edition = 0; edition < 100_000; edition++)
        {
            string[] texts = [.. Enumerable.Range(0, PassagesOfAnEdition).Select(i => $"pear {i} of {edition}")];
            await indexer.ReplaceAsync(Tenant, [Document("theirs.md", texts)], Token);
        }
    }
}
