using Qdrant.Client.Grpc;
using QdrantServer;

namespace Qdrant.Client.Tests;

/// <summary>A client of a server that checks each request against the documented schema.</summary>
public abstract class ClientTest : IAsyncLifetime
{
    protected const string Key = "a-key-that-nobody-may-read";

    private ServedQdrant? _server;
    private QdrantClient? _client;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ServedQdrant Server => _server!;

    protected QdrantClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServedQdrant.StartAsync(Key);
        _client = new(Server.Address, Key, TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A collection "shop" with the vectors "text" of 2 dimensions and "words" with idf.</summary>
    protected Task CreateAsync(string name = "shop") => Client.CreateCollectionAsync(
        name,
        new VectorParamsMap { Map = { ["text"] = new() { Size = 2, Distance = Distance.Cosine } } },
        sparseVectorsConfig: ("words", new SparseVectorParams { Modifier = Modifier.Idf }),
        cancellationToken: Token);
}
