using System.Net;
using System.Text.Json;

namespace AssistantLoop.App.Tests.Api;

public sealed class DataSetApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_data_set_shows_its_card_its_manifest_and_the_versions_trained_on_it()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        EndedRun ended = await EndedRun.MakeAsync(server, model);

        JsonElement listed = Assert.Single((await server.GetAsync("/api/data-sets")).GetProperty("items").EnumerateArray());
        Assert.Equal(ended.DataSet, listed.GetProperty("hash").GetString());
        JsonElement set = await server.GetAsync($"/api/data-sets/{ended.DataSet}");
        Assert.StartsWith("# Data set of", set.GetProperty("card").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, set.GetProperty("manifest").GetProperty("format").GetInt32());
        Assert.Equal(2, Assert.Single(set.GetProperty("versions").EnumerateArray()).GetProperty("number").GetInt32());
        Assert.False(set.GetProperty("erased").GetBoolean());
    }

    [Fact]
    public async Task The_ledger_is_read_in_pages_and_by_outcome_and_reason()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        string path = $"/api/data-sets/{(await EndedRun.MakeAsync(server, model)).DataSet}/samples";

        List<JsonElement> all = [.. (await server.GetAsync(path)).GetProperty("items").EnumerateArray()];
        JsonElement dropped = Assert.Single((await server.GetAsync(path + "?outcome=dropped")).GetProperty("items").EnumerateArray());
        Assert.Contains(all, line => line.GetProperty("outcome").GetString() == "held-out");
        string reason = Uri.EscapeDataString(dropped.GetProperty("reason").GetString()!);
        Assert.Single((await server.GetAsync($"{path}?reason={reason}")).GetProperty("items").EnumerateArray());
        Assert.Empty((await server.GetAsync($"{path}?reason={reason}&outcome=kept")).GetProperty("items").EnumerateArray());

        List<int> paged = [];
        for (int number = 1; paged.Count < all.Count; number++)
        {
            JsonElement page = await server.GetAsync($"{path}?pageSize=5&page={number}");
            Assert.Equal(all.Count, page.GetProperty("total").GetInt32());
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("line").GetInt32()));
        }

        Assert.Equal(Enumerable.Range(1, all.Count), paged);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(server, path + "?outcome=lost"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, "/api/data-sets/none"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, "/api/data-sets/none/samples"));
    }

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, string path) =>
        (await server.Agent.GetAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode;
}
