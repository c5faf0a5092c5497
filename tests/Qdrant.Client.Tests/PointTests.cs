using Qdrant.Client.Grpc;
using static Qdrant.Client.Grpc.Conditions;

namespace Qdrant.Client.Tests;

public sealed class PointTests : ClientTest
{
    private static readonly Guid s_second = new("5c56c793-69f3-4fbf-87e6-c4bf54c28c26");

    [Fact]
    public async Task Points_are_found_by_dense_and_sparse_vectors_in_one_batch()
    {
        await FillAsync();

        IReadOnlyList<BatchResult> found = await Client.QueryBatchAsync(
            "shop",
            [
                new() { CollectionName = "shop", Query = new float[] { 0, 2 }, Using = "text", Limit = 2 },
                new()
                {
                    CollectionName = "shop", Query = (new[] { 1f }, new[] { 4_000_000_000u }), Using = "words",
                    WithPayload = new[] { "colour" },
                },
            ],
            cancellationToken: Token);

        Assert.Equal([s_second.ToString(), ""], found[0].Result.Select(point => point.Id!.Uuid));
        Assert.Equal([1, 0.6], found[0].Result.Select(point => Math.Round(point.Score, 4)));
        Assert.Empty(found[0].Result[0].Payload);

        // One of two points has the index: ln(1 + (2 - 1 + 0.5) / (1 + 0.5)) * 3 = 3 ln 2.
        ScoredPoint sparse = Assert.Single(found[1].Result);
        Assert.Equal(3 * Math.Log(2), sparse.Score, 1e-5);
        Assert.Equal(7ul, sparse.Id!.Num);
        Assert.Equal("red", Assert.Single(sparse.Payload).Value.StringValue);
    }

    [Fact]
    public async Task Payloads_come_back_as_they_went()
    {
        await FillAsync();

        ScoredPoint point = (await Client.QueryBatchAsync(
            "shop",
            [new() { CollectionName = "shop", Query = new float[] { 1, 0 }, Using = "text", WithPayload = true, Limit = 1 }],
            cancellationToken: Token))[0].Result[0];

        Assert.Equal(7ul, point.Id!.Num);
        Assert.Equal("red", point.Payload["colour"].StringValue);
        Assert.Equal(long.MaxValue, point.Payload["number"].IntegerValue);
        Assert.Equal(0.25, point.Payload["share"].DoubleValue);
        Assert.True(point.Payload["new"].BoolValue);
        Assert.Equal(["a", "ü\n\""], point.Payload["tags"].ListValue!.Values.Select(value => value.StringValue));
        Assert.Equal(Value.KindOneofCase.None, point.Payload["nothing"].KindCase);
    }

    [Fact]
    public async Task A_point_of_the_same_id_is_replaced()
    {
        await FillAsync();
        await Client.UpsertAsync("shop", [Point(7, [0, 1], "green")], cancellationToken: Token);

        Assert.Equal(2ul, await Client.CountAsync("shop", cancellationToken: Token));
        Assert.Equal(0ul, await Client.CountAsync("shop", MatchKeyword("colour", "red"), cancellationToken: Token));
        Assert.Equal(1ul, await Client.CountAsync("shop", MatchKeyword("colour", "green"), cancellationToken: Token));
    }

    [Fact]
    public async Task Filters_hold_by_keyword_number_range_list_and_id()
    {
        await FillAsync();

        (Filter Filter, ulong Count)[] cases =
        [
            (MatchKeyword("colour", "red"), 1),
            (MatchKeyword("tags", "a"), 1),
            (Match("number", long.MaxValue), 1),
            (Match("colour", ["red", "blue"]), 2),
            (Range("share", new() { Gt = 0.2, Lte = 0.25 }), 1),
            (Range("share", new() { Gt = 0.25 }), 0),
            (HasId([s_second]), 1),
            (new Filter { Must = { MatchKeyword("colour", "red"), HasId([s_second]) } }, 0),
            (new Filter { Should = { MatchKeyword("colour", "red"), HasId([s_second]) } }, 2),
            (new Filter { MustNot = { MatchKeyword("colour", "red") } }, 1),
            (new Filter { Must = { new Condition { Filter = MatchKeyword("colour", "red") } } }, 1),
        ];
        foreach ((Filter filter, ulong count) in cases)
        {
            Assert.Equal(count, await Client.CountAsync("shop", filter, cancellationToken: Token));
        }
    }

    [Fact]
    public async Task What_the_filter_holds_for_is_deleted()
    {
        await FillAsync();
        UpdateResult result = await Client.DeleteAsync("shop", MatchKeyword("colour", "red"), cancellationToken: Token);

        Assert.Equal(UpdateStatus.Completed, result.Status);
        Assert.Equal(1ul, await Client.CountAsync("shop", cancellationToken: Token));
        Assert.Equal(
            """{"filter":{"must":[{"key":"colour","match":{"value":"red"}}]}}""",
            Server.Requests.Single(request => request.Path.EndsWith("/delete", StringComparison.Ordinal)).Body!.ToJsonString());
    }

    [Fact]
    public async Task A_vector_of_the_wrong_shape_is_refused_with_the_servers_reason()
    {
        await FillAsync();
        QdrantException error = await Assert.ThrowsAsync<QdrantException>(
            () => Client.UpsertAsync("shop", [Point(8, [1, 2, 3], "red")], cancellationToken: Token));

        Assert.Contains("expected dim: 2, got 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_or_vector_without_content_is_an_error_here()
    {
        await CreateAsync();
        await Assert.ThrowsAsync<ArgumentException>(
            () => Client.DeleteAsync("shop", new Filter { Must = { new Condition() } }, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.UpsertAsync(
            "shop", [new() { Id = 1, Vectors = new Dictionary<string, Vector> { ["text"] = new() } }], cancellationToken: Token));
    }

    [Fact]
    public async Task A_body_with_a_field_that_the_documentation_does_not_name_is_refused_by_the_tests_server()
    {
        await FillAsync();
        using HttpClient http = new() { BaseAddress = Server.Address };
        http.DefaultRequestHeaders.Add("api-key", Key);
        foreach (string body in new[]
        {
            """{"filter": {"must": [{"key": "colour", "match": {"value": "red"}}]}, "extra": 1}""",
            """{"filter": {"must": [{"key": "colour", "match": {"values": "red"}}]}}""",
            """{"filter": {"all": []}}""",
            """{"exact": "yes"}""",
        })
        {
            using StringContent content = new(body);
            using HttpResponseMessage response = await http.PostAsync("collections/shop/points/count", content, Token);
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    private async Task FillAsync()
    {
        await CreateAsync();
        PointStruct red = Point(7, [0.8f, 0.6f], "red");
        red.Vectors!.Vectors_!.Vectors["words"] = (new[] { 3f, 1f }, new[] { 4_000_000_000u, 5u });
        red.Payload["number"] = long.MaxValue;
        red.Payload["share"] = 0.25;
        red.Payload["new"] = true;
        red.Payload["tags"] = new[] { "a", "ü\n\"" };
        red.Payload["nothing"] = new Value();
        await Client.UpsertAsync("shop", [red, Point(s_second, [0, 1], "blue")], cancellationToken: Token);
    }

    private static PointStruct Point(PointId id, float[] vector, string colour) => new()
    {
        Id = id,
        Vectors = new Dictionary<string, Vector> { ["text"] = vector },
        Payload = { ["colour"] = colour },
    };
}
