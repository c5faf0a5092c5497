using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AssistantLoop.App.Tests.Api;

public sealed class ListsApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_list_answers_with_a_page_and_names_its_fields_where_one_is_unknown()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        foreach (string path in (string[])["conversations", "documents", "data-sets", "runs", "versions", "feedback", "review", "audit/newest", "decisions", "experiments"])
        {
            JsonElement page = await server.GetAsync($"/api/{path}?pageSize=7&search=nothing-holds-this");
            Assert.Equal((0, 0, 1, 7), (page.GetProperty("items").GetArrayLength(), page.GetProperty("total").GetInt32(), page.GetProperty("page").GetInt32(), page.GetProperty("pageSize").GetInt32()));
            Assert.Contains("sort must be one of ", await RefusalAsync(server, $"/api/{path}?sort=nonsense"), StringComparison.Ordinal);
            Assert.Equal("pageSize must be from 1 to 200; given: 500", await RefusalAsync(server, $"/api/{path}?pageSize=500"));
            Assert.Equal("page must be 1 or more; given: 0", await RefusalAsync(server, $"/api/{path}?page=0"));
            Assert.StartsWith("search may have 200 characters", await RefusalAsync(server, $"/api/{path}?search={new string('a', 201)}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Versions_and_decisions_are_sorted_and_searched()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());

        JsonElement version = Assert.Single((await server.GetAsync("/api/versions?status=serving")).GetProperty("items").EnumerateArray());
        Assert.Equal(1, version.GetProperty("number").GetInt32());
        Assert.Empty((await server.GetAsync("/api/versions?status=rejected")).GetProperty("items").EnumerateArray());
        JsonElement[] decisions = [.. (await server.GetAsync("/api/decisions?sort=at")).GetProperty("items").EnumerateArray()];
        Assert.Equal("version.added", decisions[0].GetProperty("action").GetString());
        Assert.All(decisions, row => Assert.Equal(1, row.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task An_answer_tells_how_it_came_about()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        model.SayAll("It costs 4.90 euros [1].");
        using HttpResponseMessage asked = await server.PostAsync("/api/chat", new { message = "How much does standard shipping cost?" });
        JsonElement reply = await asked.Content.ReadFromJsonAsync<JsonElement>(Stop);

        JsonElement trace = await server.GetAsync($"/api/messages/{reply.GetProperty("messageId").GetString()}/trace");

        Assert.Equal(1, trace.GetProperty("version").GetInt32());
        Assert.Contains("How much does standard shipping cost?", trace.GetProperty("prompt").GetString(), StringComparison.Ordinal);
        JsonElement first = trace.GetProperty("passages")[0];
        Assert.True(first.GetProperty("score").GetDouble() > 0);
        Assert.True(first.GetProperty("cited").GetBoolean());
        Assert.True(trace.GetProperty("latencyMs").GetInt32() >= trace.GetProperty("firstTextMs").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Agent.GetAsync(new Uri($"/api/messages/{Guid.NewGuid()}/trace", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.GetAsync(new Uri($"/api/messages/{Guid.NewGuid()}/trace", UriKind.Relative), Stop)).StatusCode);
    }

    private static async Task<string> RefusalAsync(TestServer server, string path)
    {
        using HttpResponseMessage reply = await server.Agent.GetAsync(new Uri(path, UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        return (await reply.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString()!;
    }
}
