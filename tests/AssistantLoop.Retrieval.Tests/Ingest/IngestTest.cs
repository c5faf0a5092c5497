using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Retrieval.Tests.Documents;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Ingest;

/// <summary>A real database and index, and a folder of its own; documents are parsed in this process.</summary>
public abstract class IngestTest : IAsyncLifetime
{
    protected const string Tenant = "alder-finch";

    private Database? _database;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("assistantloop-ingest").FullName;

    protected string Documents => Path.Combine(Folder, "documents");

    protected DocumentStore Store => new(_database!);

    protected EmbeddedPassageIndex Index => new(_database!);

    protected DocumentIntake Intake => new(
        Store,
        new DocumentIndexer(Store, Index),
        new DocumentReader(new PassageSplitter(Words.Count), (format, content, _) => Task.FromResult(DocumentParser.Parse(format, content))));

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() =>
        _database = await Database.OpenAsync(Path.Combine(Folder, "data"), TimeProvider.System, Token);

    public virtual ValueTask DisposeAsync()
    {
        _database!.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected async Task<IReadOnlyList<FoundPassage>> SearchAsync(string question) =>
        (await new PassageSearch(Index, new SearchOptions()).SearchAsync(new(Tenant, question), Token)).Passages;

    protected async Task<IReadOnlyList<string>> PathsAsync() =>
        [.. (await Store.ListAsync(Tenant, Token)).Select(document => document.Path)];

    protected void Write(string path, string text)
    {
        string file = Path.Combine(Documents, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    protected static (int Added, int Changed, int Removed, int Unchanged) Counts(IngestResult result) =>
        (result.Added, result.Changed, result.Removed, result.Unchanged);

    protected sealed class Seen : IProgress<IngestProgress>
    {
        public List<IngestProgress> All { get; } = [];

        public void Report(IngestProgress value) => All.Add(value);
    }
}
