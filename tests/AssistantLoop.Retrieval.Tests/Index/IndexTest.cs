using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Index;

/// <summary>A database with an embedded index in a folder of its own.</summary>
public abstract class IndexTest : IAsyncLifetime
{
    protected const string Tenant = "alder-finch";
    protected const string Other = "other-shop";

    private Database? _database;
    private EmbeddedPassageIndex? _index;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("assistantloop-index").FullName;

    protected Database Database => _database!;

    private protected TestEmbedder Embedder { get; } = new();

    protected EmbeddedPassageIndex Index => _index!;

    protected DocumentIndexer Indexer => new(new(Database), Index, new PassageEmbedder(new(Database), Embedder));

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await Database.OpenAsync(Folder, TimeProvider.System, Token);
        _index = new(_database, Embedder);
    }

    public ValueTask DisposeAsync()
    {
        Index.Dispose();
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>As if the process were started again.</summary>
    protected void Restart()
    {
        Index.Dispose();
        _index = new(Database, Embedder);
    }

    protected static NewDocument Document(string path, params string[] texts) => new(
        new() { Path = path, Title = path, ContentHash = string.Join('|', texts) },
        [.. texts.Select(text => new NewPassage("Title", text, "a"))]);

    protected async Task<string[]> ByWordsAsync(params string[] words) => Texts(
        (await Index.SearchAsync(new(Tenant) { Words = words, Limit = 1000 }, Token)).ByWords);

    /// <summary>The texts nearest to that of a passage.</summary>
    protected async Task<string[]> ByVectorAsync(string text, int limit = 20) => Texts(
        (await Index.SearchAsync(new(Tenant) { Vector = VectorOf(text), Limit = limit }, Token)).ByVector);

    protected float[] VectorOf(string text) => Embedder.Of(PassageTextHash.EmbeddedText("Title", text));

    protected static string[] Texts(IReadOnlyList<FoundPassage> found) => [.. found.Select(one => one.Passage.Text)];
}
