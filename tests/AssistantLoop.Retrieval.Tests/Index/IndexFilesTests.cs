using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Index;

public sealed class IndexFilesTests : IndexTest
{
    private string IndexFolder => Assert.Single(Directory.GetDirectories(Path.Combine(Folder, "index")));

    [Fact]
    public async Task A_restart_finds_the_same()
    {
        await FillAsync();
        string[] near = await ByVectorAsync("text 7");

        Restart();

        Assert.Equal(["text 7"], await ByWordsAsync("7"));
        Assert.Equal(near, await ByVectorAsync("text 7"));
    }

    [Fact]
    public async Task Bytes_beyond_what_was_published_are_of_no_account()
    {
        await FillAsync();
        byte[] torn = new byte[1000];
        new Random(1).NextBytes(torn);
        foreach (string file in Directory.GetFiles(IndexFolder, "*.log"))
        {
            await using FileStream log = new(file, FileMode.Append);
            await log.WriteAsync(torn, Token);
        }

        Restart();
        Assert.Equal(["text 7"], await ByWordsAsync("7"));
        await Indexer.ReplaceAsync(Tenant, [Document("b.md", "written over it")], Token);
        Restart();

        Assert.Equal(["written over it"], await ByWordsAsync("written"));
        Assert.Equal("written over it", (await ByVectorAsync("written over it"))[0]);
        Assert.Equal(["text 7"], await ByWordsAsync("7"));
    }

    [Theory]
    [InlineData("*.log")]
    [InlineData("head")]
    [InlineData("*.codes")]
    [InlineData("*.floats")]
    public async Task A_lost_file_is_built_again_from_the_database(string pattern)
    {
        await FillAsync();
        File.Delete(Assert.Single(Directory.GetFiles(IndexFolder, pattern)));

        Restart();

        Assert.Equal(["text 7"], await ByWordsAsync("7"));
        Assert.Equal("text 7", (await ByVectorAsync("text 7"))[0]);
        Assert.Equal(50, (await ByVectorAsync("text 7", limit: 100)).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(200)]
    public async Task A_damaged_log_is_built_again_from_the_database(int at)
    {
        await FillAsync();
        string log = Assert.Single(Directory.GetFiles(IndexFolder, "*.log"));
        byte[] bytes = await File.ReadAllBytesAsync(log, Token);
        bytes[at] ^= 255;
        await File.WriteAllBytesAsync(log, bytes, Token);

        Restart();

        Assert.Equal(["text 7"], await ByWordsAsync("7"));
        Assert.Equal(50, (await ByVectorAsync("text 7", limit: 100)).Length);
    }

    [Fact]
    public async Task What_was_stored_but_not_taken_over_is_found_after_a_restart()
    {
        await FillAsync();
        await new DocumentStore(Database).ReplaceAsync(
            Tenant, [new(Document("b.md", "x").Document, [new("Title", "left behind", "a")])], Token);

        Restart();

        Assert.Equal(["left behind"], await ByWordsAsync("behind"));
    }

    [Fact]
    public async Task A_passage_told_again_is_there_once()
    {
        await FillAsync();
        string follower = $"embedded/{AssistantLoop.Retrieval.Index.Files.IndexHead.Read(IndexFolder)!.Follower}";
        PassageChanges changes = new(Database);
        FollowerPosition end = await changes.PositionAsync(Tenant, follower, Token);
        await changes.AdvanceAsync(Tenant, follower, end, end with { LastPassage = 10 }, Token);

        await Index.CatchUpAsync(Tenant, Token);

        Assert.Equal(50, (await ByVectorAsync("text 7", limit: 100)).Distinct().Count());
        Assert.Equal(50, (await ByVectorAsync("text 7", limit: 100)).Length);
        Assert.Equal(end, await changes.PositionAsync(Tenant, follower, Token));
    }

    [Fact]
    public async Task Vectors_that_come_while_the_index_follows_are_all_found()
    {
        string[] texts = [.. Enumerable.Range(0, 900).Select(i => $"text {i}")];
        await new DocumentStore(Database).ReplaceAsync(Tenant, [Document("a.md", texts)], Token);
        await Index.CatchUpAsync(Tenant, Token);
        PassageVectors vectors = new(Database);
        Task embedding = Task.Run(
            async () =>
            {
                foreach (string[] some in texts.Chunk(8))
                {
                    await vectors.StoreAsync(
                        Tenant,
                        EmbedderIdentity.Of(Embedder).Id,
                        [.. some.Select(text => new PassageVector(PassageTextHash.Of("Title", text), VectorOf(text)))],
                        Token);
                }
            },
            Token);
        while (!embedding.IsCompleted)
        {
            await Index.CatchUpAsync(Tenant, Token);
        }

        await embedding;
        await Index.CatchUpAsync(Tenant, Token);

        Assert.Equal(texts.Order(), (await ByVectorAsync("text 7", limit: 1000)).Order());
    }

    [Fact]
    public async Task An_index_of_mostly_removed_passages_is_written_anew()
    {
        for (int edition = 0; edition < 3; edition++)
        {
            await Indexer.ReplaceAsync(
                Tenant, [Document("a.md", [.. Enumerable.Range(0, 2000).Select(i => $"text {i} of {edition}")])], Token);
        }

        Assert.Equal("2.log", Path.GetFileName(Assert.Single(Directory.GetFiles(IndexFolder, "*.log"))));
        Assert.Equal(["text 7 of 2"], (await ByWordsAsync("7")));
        Assert.Equal("text 7 of 2", (await ByVectorAsync("text 7 of 2"))[0]);
        Assert.Equal(2000, AssistantLoop.Retrieval.Index.Files.IndexHead.Read(IndexFolder)!.Rows);
    }

    [Fact]
    public async Task Two_openings_of_a_folder_see_each_others_changes_whole()
    {
        using EmbeddedPassageIndex second = new(Database, Embedder);
        DocumentIndexer writer = new(new(Database), second, new PassageEmbedder(new(Database), Embedder));
        await FillAsync();
        Task writing = Task.Run(async () =>
        {
            for (int edition = 0; edition < 30; edition++)
            {
                await writer.ReplaceAsync(
                    Tenant, [Document("b.md", [.. Enumerable.Range(0, 20).Select(i => $"pear {i} of {edition}")])], Token);
            }
        }, Token);
        while (!writing.IsCompleted)
        {
            string[] found = await ByWordsAsync("pear");
            int editions = found.Select(text => text.Split(' ')[^1]).Distinct().Count();
            Assert.True(editions <= 1, "two editions at once");
            Assert.Equal(editions * 20, found.Length);
            Assert.Equal(["text 7"], (await ByVectorAsync("text 7", limit: 1)));
        }

        await writing;
        Assert.All(await ByWordsAsync("pear"), text => Assert.EndsWith("of 29", text, StringComparison.Ordinal));
        Assert.Equal(20, (await ByWordsAsync("pear")).Length);
    }

    private Task FillAsync() => Indexer.ReplaceAsync(
        Tenant, [Document("a.md", [.. Enumerable.Range(0, 50).Select(i => $"text {i}")])], Token);
}
