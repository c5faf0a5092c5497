using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Index;

/// <summary>A real database whose documents an index follows, with vectors that the tests choose.</summary>
public sealed class IndexedShop : IDisposable
{
    private readonly string _folder;

    private IndexedShop(string folder, Database database) => (_folder, Database) = (folder, database);

    public Database Database { get; }

    public DocumentStore Documents => new(Database);

    public PassageChanges Changes => new(Database);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<IndexedShop> OpenAsync()
    {
        string folder = Directory.CreateTempSubdirectory("assistantloop-index-").FullName;
        return new(folder, await Database.OpenAsync(folder, TimeProvider.System, Token));
    }

    /// <summary>Stores a document of one passage.</summary>
    public Task StoreAsync(string tenant, string path, string text, float[]? vector = null) =>
        StoreAsync(tenant, new Document { Path = path, Title = path, ContentHash = text }, [(text, vector)]);

    /// <summary>Stores a document; where a passage has a vector, before it, as whatever brings documents in does.</summary>
    public async Task StoreAsync(
        string tenant,
        Document document,
        IReadOnlyList<(string Text, float[]? Vector)> passages,
        string embedder = PassageIndexBehaviour.Embedder)
    {
        await EmbedAsync(tenant, document.Title, passages, embedder);
        await Documents.ReplaceAsync(
            tenant,
            [new(document, [.. passages.Select(passage => new NewPassage(document.Title, passage.Text, ""))])],
            Token);
    }

    /// <summary>Stores vectors of passages, of documents that may be there already.</summary>
    public Task EmbedAsync(
        string tenant, string title, IEnumerable<(string Text, float[]? Vector)> passages, string embedder) =>
        new PassageVectors(Database).StoreAsync(
            tenant,
            embedder,
            [
                .. passages.Where(passage => passage.Vector is not null).Select(passage =>
                    new PassageVector(PassageTextHash.Of(title, passage.Text), passage.Vector!)),
            ],
            Token);

    public void Dispose()
    {
        Database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
