using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Index.Qdrant;
using Qdrant.Client;
using QdrantServer;

namespace AssistantLoop.Retrieval.Tests.Index.Qdrant;

/// <summary>The index over the tests' own server.</summary>
public sealed class QdrantPassageIndexTests : PassageFilterBehaviour
{
    private readonly List<IDisposable> _opened = [];
    private ServedQdrant? _server;

    public override async ValueTask InitializeAsync()
    {
        _server = await ServedQdrant.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        _opened.ForEach(each => each.Dispose());
        await _server!.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override Task<IPassageIndex> OpenAsync(StoredEmbedder embedder)
    {
        QdrantClient client = new(_server!.Address, grpcTimeout: TimeSpan.FromSeconds(30));
        QdrantPassageIndex index = new(client, Shop.Database, embedder);
        _opened.AddRange([index, client]);
        return Task.FromResult<IPassageIndex>(index);
    }

    protected override Task ChangeEmbedderAsync(IPassageIndex renewed) =>
        ((QdrantPassageIndex)renewed).MoveAsync([Tenant, Other], Token);
}
