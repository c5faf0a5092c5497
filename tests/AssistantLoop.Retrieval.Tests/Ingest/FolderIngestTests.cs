using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Ingest;

public sealed class FolderIngestTests : IAsyncLifetime
{
    private const string Tenant = "alder-finch";
    private const string Other = "other-shop";

    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-ingest").FullName;
    private Database? _database;

    private string Documents => Path.Combine(_folder, "documents");

    private DocumentStore Store => new(_database!);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await Database.OpenAsync(Path.Combine(_folder, "data"), TimeProvider.System, Token);
        Write("returns.md", "# Returns\n\n## Refunds\n\nA refund takes 5 working days.");
        Write("shop/hours.txt", "The shop opens at nine.");
    }

    public ValueTask DisposeAsync()
    {
        _database!.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task New_documents_are_found_with_their_place()
    {
        IngestResult result = await IngestAsync();

        Assert.Equal((2, 0, 0, 0), Counts(result));
        FoundPassage found = (await SearchAsync("How long does a refund take?"))[0];
        Assert.Equal(("Returns > Refunds", "returns.md"), (found.Passage.Title, found.Passage.Path));
        Assert.Equal("shop/hours.txt", (await SearchAsync("When opens the shop?"))[0].Passage.Path);
    }

    [Fact]
    public async Task Only_what_changed_is_stored_again()
    {
        await IngestAsync();
        Document before = (await Store.ListAsync(Tenant, Token)).Single(document => document.Path == "shop/hours.txt");
        Write("returns.md", "# Returns\n\n## Refunds\n\nA refund takes 3 working days.");

        IngestResult result = await IngestAsync();

        Assert.Equal((0, 1, 0, 1), Counts(result));
        Assert.Equivalent(before, (await Store.ListAsync(Tenant, Token)).Single(document => document.Path == "shop/hours.txt"));
        Assert.Equal(
            "A refund takes 3 working days.", Assert.Single(await SearchAsync("How long does a refund take?")).Passage.Text);
    }

    [Fact]
    public async Task What_vanished_is_no_longer_found()
    {
        await IngestAsync();
        File.Delete(Path.Combine(Documents, "returns.md"));

        IngestResult result = await IngestAsync();

        Assert.Equal((0, 0, 1, 1), Counts(result));
        Assert.Empty(await SearchAsync("How long does a refund take?"));
    }

    [Fact]
    public async Task A_broken_file_is_named_and_what_was_stored_of_it_stays()
    {
        await IngestAsync();
        File.WriteAllBytes(Path.Combine(Documents, "returns.md"), [0x23, 0x20, 0xff, 0xfe, 0x41]);
        File.WriteAllBytes(Path.Combine(Documents, "large.md"), new byte[FolderIngest.MaxBytes + 1]);
        Write("new.md", "# Gift cards\n\nA gift card is valid for 3 years.");

        IngestResult result = await IngestAsync();

        Assert.Equal(
            ["large.md: is larger than 4194304 bytes", "returns.md: is not UTF-8 text"], result.Problems.Order());
        Assert.Equal((1, 0, 0, 1), Counts(result));
        Assert.NotEmpty(await SearchAsync("How long does a refund take?"));
        Assert.NotEmpty(await SearchAsync("How long is a gift card valid?"));
    }

    [Fact]
    public async Task Another_business_neither_finds_nor_loses_documents()
    {
        await IngestAsync();
        string others = Path.Combine(_folder, "others");
        Directory.CreateDirectory(others);
        await File.WriteAllTextAsync(Path.Combine(others, "refunds.md"), "# Refunds\n\nA refund takes 90 days.", Token);

        await new FolderIngest(Store, new(Store, new EmbeddedPassageIndex(_database!))).RunAsync(Other, others, new Seen(), Token);

        Assert.Equal("returns.md", Assert.Single(await SearchAsync("How long does a refund take?")).Passage.Path);
        Assert.Equal(2, (await Store.ListAsync(Tenant, Token)).Count);
    }

    [Fact]
    public async Task Each_file_is_told_of_and_others_are_passed_over()
    {
        Write("logo.svg", "<svg/>");
        Seen seen = new();

        await new FolderIngest(Store, new(Store, new EmbeddedPassageIndex(_database!))).RunAsync(Tenant, Documents, seen, Token);

        Assert.Equal([new("returns.md", 1, 2), new("shop/hours.txt", 2, 2)], seen.All);
    }

    [Fact]
    public async Task A_missing_folder_is_refused_and_removes_nothing()
    {
        await IngestAsync();

        DirectoryNotFoundException refused = await Assert.ThrowsAsync<DirectoryNotFoundException>(() =>
            new FolderIngest(Store, new(Store, new EmbeddedPassageIndex(_database!))).RunAsync(Tenant, Path.Combine(_folder, "nowhere"), new Seen(), Token));

        Assert.Contains("nowhere", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Store.ListAsync(Tenant, Token)).Count);
    }

    private Task<IngestResult> IngestAsync() => new FolderIngest(Store, new(Store, new EmbeddedPassageIndex(_database!))).RunAsync(Tenant, Documents, new Seen(), Token);

    private Task<IReadOnlyList<FoundPassage>> SearchAsync(string question) =>
        new PassageSearch(new EmbeddedPassageIndex(_database!)).SearchAsync(Tenant, question, before: null, Token);

    private void Write(string path, string text)
    {
        string file = Path.Combine(Documents, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static (int Added, int Changed, int Removed, int Unchanged) Counts(IngestResult result) =>
        (result.Added, result.Changed, result.Removed, result.Unchanged);

    private sealed class Seen : IProgress<IngestProgress>
    {
        public List<IngestProgress> All { get; } = [];

        public void Report(IngestProgress value) => All.Add(value);
    }
}
