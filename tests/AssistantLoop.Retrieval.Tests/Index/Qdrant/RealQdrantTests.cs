using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Index.Qdrant;
using Qdrant.Client;

namespace AssistantLoop.Retrieval.Tests.Index.Qdrant;

/// <summary>
/// The index over a Qdrant that runs at QDRANT_URL, with the key QDRANT_API_KEY where it wants one. It must not hold an
/// assistant's passages: each test removes those it stored.
/// </summary>
public sealed class RealQdrantTests : PassageFilterBehaviour
{
    private const string Prefix = "passages-test-embedder";

    private readonly List<IDisposable> _opened = [];
    private QdrantClient? _client;

    public override async ValueTask InitializeAsync()
    {
        string? address = Environment.GetEnvironmentVariable("QDRANT_URL");
        Assert.SkipWhen(string.IsNullOrEmpty(address), "QDRANT_URL does not say where a Qdrant runs");
        _client = new(
            new Uri(address!), Environment.GetEnvironmentVariable("QDRANT_API_KEY"), TimeSpan.FromSeconds(30));
        IReadOnlyList<string> collections = await _client.ListCollectionsAsync(Token);
        Assert.SkipWhen(
            collections.Any(name => name.StartsWith("passages-", StringComparison.Ordinal)),
            "The Qdrant at QDRANT_URL holds passages already; these tests need one of their own");
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            foreach (string name in await _client.ListCollectionsAsync(CancellationToken.None))
            {
                if (name.StartsWith(Prefix, StringComparison.Ordinal))
                {
                    await _client.DeleteCollectionAsync(name, cancellationToken: CancellationToken.None);
                }
            }

            _opened.ForEach(each => each.Dispose());
            _client.Dispose();
        }

        await base.DisposeAsync();
    }

    protected override Task<IPassageIndex> OpenAsync(StoredEmbedder embedder)
    {
        QdrantPassageIndex index = new(_client!, Shop.Database, embedder);
        _opened.Add(index);
        return Task.FromResult<IPassageIndex>(index);
    }

    protected override Task ChangeEmbedderAsync(IPassageIndex renewed) =>
        ((QdrantPassageIndex)renewed).MoveAsync([Tenant, Other], Token);
}
