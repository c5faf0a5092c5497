using System.Text.Json.Nodes;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Index.Qdrant;
using Qdrant.Client;
using QdrantServer;

namespace AssistantLoop.Retrieval.Tests.Index.Qdrant;

/// <summary>What the index does beside answering: which requests it makes, and what happens when they fail.</summary>
public sealed class QdrantMovingTests : IAsyncLifetime
{
    private const string Tenant = PassageIndexBehaviour.Tenant;
    private const string Other = PassageIndexBehaviour.Other;
    private const string Key = "a-key-that-nobody-may-read";
    private const string OldCollection = "passages-" + PassageIndexBehaviour.Embedder;
    private const string NewCollection = "passages-" + PassageIndexBehaviour.NewEmbedder;

    private readonly List<IDisposable> _opened = [];
    private IndexedShop? _shop;
    private ServedQdrant? _server;

    private IndexedShop Shop => _shop!;

    private ServedQdrant Server => _server!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await IndexedShop.OpenAsync();
        _server = await ServedQdrant.StartAsync(Key);
    }

    public async ValueTask DisposeAsync()
    {
        _opened.ForEach(each => each.Dispose());
        await Server.DisposeAsync();
        Shop.Dispose();
    }

    [Fact]
    public async Task Every_request_that_reads_or_deletes_points_says_the_tenant()
    {
        QdrantPassageIndex index = await FilledAsync();
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take three days.", [0, 1, 0, 0]);
        await index.CatchUpAsync(Tenant, Token);
        await SearchAsync(index, ["refunds"], [1, 0, 0, 0]);

        List<JsonNode?> filters =
        [
            .. Server.Requests.Where(request => request.Path.EndsWith("/points/delete", StringComparison.Ordinal)
                || request.Path.EndsWith("/points/count", StringComparison.Ordinal)).Select(request => request.Body!["filter"]),
            .. Server.Requests.Where(request => request.Path.EndsWith("/query/batch", StringComparison.Ordinal))
                .SelectMany(request => request.Body!["searches"]!.AsArray()).Select(search => search!["filter"]),
        ];

        Assert.True(filters.Count >= 4);
        Assert.All(filters, filter => Assert.Contains(
            filter!["must"]![0]!["match"]!["value"]!.GetValue<string>(), new[] { Tenant, Other }));
        Assert.All(filters, filter => Assert.Equal("tenant", filter!["must"]![0]!["key"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Words_and_vector_are_asked_for_in_one_request()
    {
        QdrantPassageIndex index = await FilledAsync();
        int before = Server.Requests.Count;

        await SearchAsync(index, ["refunds"], [1, 0, 0, 0]);

        ServedRequest request = Assert.Single(Server.Requests.Skip(before));
        Assert.Equal(["words", "text"], request.Body!["searches"]!.AsArray().Select(search => search!["using"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_stop_between_storing_points_and_noting_it_changes_nothing_when_done_again()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        QdrantPassageIndex index = Open();
        Server.After = request => Task.FromResult(
            request is { Method: "PUT" } && request.Path.EndsWith("/points", StringComparison.Ordinal)
                ? new Refusal(500, "stopped") : null);
        await Assert.ThrowsAsync<PassageIndexException>(() => index.CatchUpAsync(Tenant, Token));
        Server.After = _ => Task.FromResult<Refusal?>(null);

        await index.CatchUpAsync(Tenant, Token);
        await index.CatchUpAsync(Tenant, Token);

        Assert.Equal(1, await CountAsync(OldCollection));
        PassageMatches found = await SearchAsync(index, ["refunds"], [1, 0, 0, 0]);
        Assert.Single(found.ByWords);
        Assert.Single(found.ByVector);
    }

    [Fact]
    public async Task Points_of_a_collection_that_was_lost_are_stored_again()
    {
        QdrantPassageIndex index = await FilledAsync();
        using (QdrantClient operators = new(Server.Address, Key))
        {
            await operators.DeleteCollectionAsync(OldCollection, cancellationToken: Token);
        }

        await Assert.ThrowsAsync<PassageIndexException>(() => SearchAsync(index, ["refunds"], [1, 0, 0, 0]));
        await index.CatchUpAsync(Tenant, Token);

        Assert.Single((await SearchAsync(index, ["refunds"], [1, 0, 0, 0])).ByVector);
    }

    [Fact]
    public async Task Points_whose_passages_went_while_nobody_followed_are_dropped_and_the_rest_is_found_meanwhile()
    {
        QdrantPassageIndex index = await FilledAsync();
        await Shop.StoreAsync(Tenant, "hours.md", "The shop opens at nine.");
        await index.CatchUpAsync(Tenant, Token);
        await Shop.Documents.RemoveVanishedAsync(Tenant, "folder", ["returns.md"], Token);
        await Shop.Changes.ForgetAsync(Tenant, $"qdrant {OldCollection}", Token);
        List<int> counts = [];
        Server.After = async request =>
        {
            if (request.Path.EndsWith("/points/delete", StringComparison.Ordinal))
            {
                counts.Add((await SearchAsync(index, ["refunds"])).ByWords.Count);
            }

            return null;
        };

        await index.CatchUpAsync(Tenant, Token);

        Assert.NotEmpty(counts);
        Assert.All(counts, count => Assert.Equal(1, count));
        Assert.Equal(2, await CountAsync(OldCollection));
        Assert.Single((await SearchAsync(index, ["refunds"], [1, 0, 0, 0])).ByVector);
    }

    [Fact]
    public async Task Searches_find_at_each_step_of_a_change_of_embedder()
    {
        QdrantPassageIndex old = await FilledAsync();
        await Shop.EmbedAsync(Tenant, "returns.md", [("Refunds take five days.", [0, 1])], PassageIndexBehaviour.NewEmbedder);
        QdrantPassageIndex renewed = Open(PassageIndexBehaviour.NewEmbedder, 2);
        List<bool> found = [];
        bool searching = false;
        Server.After = async _ =>
        {
            if (!searching)
            {
                searching = true;
                found.Add((await SearchAsync(old, ["refunds"], [1, 0, 0, 0])).ByWords.Count == 1);
                found.Add((await SearchAsync(renewed, ["refunds"], [0, 1])).ByWords.Count == 1);
                searching = false;
            }

            return null;
        };

        await renewed.MoveAsync([Tenant, Other], Token);

        Assert.True(found.Count > 20);
        Assert.All(found, Assert.True);
        Assert.Single((await SearchAsync(renewed, ["refunds"], [0, 1])).ByVector);
    }

    [Fact]
    public async Task The_alias_moves_in_one_request_and_the_old_collection_goes()
    {
        await FilledAsync();
        QdrantPassageIndex renewed = Open(PassageIndexBehaviour.NewEmbedder, 2);

        await renewed.MoveAsync([Tenant, Other], Token);

        ServedRequest moved = Server.Requests.Last(request => request.Path == "/collections/aliases");
        Assert.Equal(2, moved.Body!["actions"]!.AsArray().Count);
        using QdrantClient operators = new(Server.Address, Key);
        Assert.Equal([NewCollection], await operators.ListCollectionsAsync(Token));
        Assert.Equal(NewCollection, Assert.Single(await operators.ListAliasesAsync(Token)).CollectionName);
        Assert.Equal(2, await CountAsync(NewCollection));
    }

    [Fact]
    public async Task While_the_old_collection_serves_a_change_reaches_both()
    {
        await FilledAsync();
        QdrantPassageIndex renewed = Open(PassageIndexBehaviour.NewEmbedder, 2);
        await renewed.CatchUpAsync(Tenant, Token);

        await Shop.StoreAsync(Tenant, "bells.md", "Bells are sold here.");
        await renewed.CatchUpAsync(Tenant, Token);

        Assert.Single((await SearchAsync(renewed, ["bells"])).ByWords);
        Assert.Equal(3, await CountAsync(OldCollection));
        Assert.Equal(2, await CountAsync(NewCollection));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_in_the_error_and_the_key_is_not()
    {
        QdrantPassageIndex index = await FilledAsync();
        string address = Server.Address.Authority;
        await Server.DisposeAsync();

        foreach (Func<Task> call in new Func<Task>[]
        {
            () => index.CheckAsync(Token), () => index.CatchUpAsync(Tenant, Token), () => SearchAsync(index, ["refunds"]),
        })
        {
            PassageIndexException error = await Assert.ThrowsAsync<PassageIndexException>(call);
            Assert.Contains(address, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        await FilledAsync();
        TaskCompletionSource never = new();
        Server.Before = async _ =>
        {
            await never.Task;
            return null;
        };
        QdrantPassageIndex index = Open(timeout: TimeSpan.FromMilliseconds(50));

        PassageIndexException error = await Assert.ThrowsAsync<PassageIndexException>(() => index.CheckAsync(Token));
        never.SetResult();

        Assert.Contains("0.05 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vector_of_another_embedder_is_refused_with_both_lengths()
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => SearchAsync(Open(), [], [1, 0]));
        Assert.Contains("has 2 values", error.Message, StringComparison.Ordinal);
        Assert.Contains("have 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_embedder_words_alone_are_kept_and_found()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        using QdrantClient client = new(Server.Address, Key);
        using QdrantPassageIndex index = new(client, Shop.Database);
        await index.CatchUpAsync(Tenant, Token);

        PassageMatches found = await SearchAsync(index, ["refund"], [1, 0, 0, 0]);

        Assert.Single(found.ByWords);
        Assert.Empty(found.ByVector);
    }

    [Fact]
    public async Task A_server_that_is_there_says_what_it_is() =>
        Assert.StartsWith("qdrant", await Open().CheckAsync(Token), StringComparison.Ordinal);

    private async Task<QdrantPassageIndex> FilledAsync()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await Shop.StoreAsync(Other, "theirs.md", "Refunds take a year.", [1, 0, 0, 0]);
        QdrantPassageIndex index = Open();
        await index.CatchUpAsync(Tenant, Token);
        await index.CatchUpAsync(Other, Token);
        return index;
    }

    private QdrantPassageIndex Open(
        string embedder = PassageIndexBehaviour.Embedder, int dimensions = 4, TimeSpan? timeout = null)
    {
        QdrantClient client = new(Server.Address, Key, timeout ?? TimeSpan.FromSeconds(30));
        QdrantPassageIndex index = new(client, Shop.Database, new StoredEmbedder(embedder, dimensions));
        _opened.AddRange([index, client]);
        return index;
    }

    private async Task<int> CountAsync(string collection)
    {
        using QdrantClient operators = new(Server.Address, Key);
        return (int)await operators.CountAsync(collection, cancellationToken: Token);
    }

    private static Task<PassageMatches> SearchAsync(QdrantPassageIndex index, string[] words, float[]? vector = null) =>
        index.SearchAsync(new PassageQuery(Tenant) { Words = words, Vector = vector }, Token);
}
