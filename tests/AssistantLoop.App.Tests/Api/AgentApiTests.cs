using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Tests.Api;

public sealed class AgentApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/review")]
    [InlineData("/api/conversations")]
    [InlineData("/api/learning")]
    [InlineData("/api/versions")]
    [InlineData("/api/documents")]
    [InlineData("/api/audit/verify")]
    [InlineData("/api/audit")]
    [InlineData("/api/experiments")]
    [InlineData("/api/lineage")]
    [InlineData("/api/drift")]
    [InlineData("/api/data-sets")]
    public async Task Without_the_key_agents_see_nothing(string path)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.GetAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode);
        using HttpRequestMessage wrong = new(HttpMethod.Get, path);
        wrong.Headers.Authorization = new("Bearer", "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.SendAsync(wrong, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Agent.GetAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task Refusals_are_problem_details_with_the_right_status()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        string nobody = Guid.NewGuid().ToString();
        await AssertProblem(server, HttpStatusCode.NotFound, $"/api/messages/{nobody}/corrections", new { text = "Right." });
        await AssertProblem(server, HttpStatusCode.BadRequest, $"/api/messages/{nobody}/corrections", new { text = " " });
        await AssertProblem(server, HttpStatusCode.BadRequest, $"/api/messages/{nobody}/flags", new { label = "ugly" });
        await AssertProblem(server, HttpStatusCode.BadRequest, $"/api/messages/{nobody}/ratings", new { rating = "sideways" });
        await AssertProblem(server, HttpStatusCode.BadRequest, "/api/chat", new { message = "" });
        await AssertProblem(server, HttpStatusCode.RequestEntityTooLarge, "/api/chat", new { message = new string('a', 5000) });
        await AssertProblem(server, HttpStatusCode.RequestEntityTooLarge, "/api/chat", new { message = new string('a', 300_000) });
        await AssertProblem(server, HttpStatusCode.NotFound, "/api/chat", new { conversationId = nobody, message = "Hello" });
        await AssertProblem(server, HttpStatusCode.NotFound, $"/api/versions/{nobody}/promote", new { });
        await AssertProblem(server, HttpStatusCode.Conflict, "/api/rollback", new { });
        using HttpResponseMessage missing = await server.Agent.GetAsync(new Uri($"/api/conversations/{nobody}", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_correction_takes_the_answer_off_the_queue_and_becomes_a_new_pair()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        string message = await AskAsync(server, model);
        Assert.Empty((await server.GetAsync("/api/review")).GetProperty("items").EnumerateArray());
        await PostAsync(server, $"/api/messages/{message}/flags", new { label = "off-brand" });
        JsonElement item = Assert.Single((await server.GetAsync("/api/review")).GetProperty("items").EnumerateArray());
        Assert.Equal(["off-brand"], item.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()));
        Assert.NotEmpty(item.GetProperty("passages").EnumerateArray());
        await PostAsync(server, $"/api/messages/{message}/corrections", new { text = "Happy to help! 4.90 euros [1]." });
        Assert.Empty((await server.GetAsync("/api/review")).GetProperty("items").EnumerateArray());
        Assert.Equal(1, (await server.GetAsync("/api/learning")).GetProperty("newPairs").GetInt32());
    }

    [Fact]
    public async Task One_run_is_open_at_a_time_and_it_can_be_cancelled()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        JsonElement run = await PostAsync(server, "/api/runs", new { });
        Assert.Equal("queued", run.GetProperty("state").GetString());
        await AssertProblem(server, HttpStatusCode.Conflict, "/api/runs", new { });
        JsonElement cancelled = await PostAsync(server, $"/api/runs/{run.GetProperty("id").GetString()}/cancel", new { });
        Assert.Equal("cancelled", cancelled.GetProperty("state").GetString());
        Assert.Equal("queued", (await PostAsync(server, "/api/runs", new { })).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Promotion_and_rollback_act_on_the_next_answer_of_an_open_conversation()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        AssistantVersion first = (await server.Get<VersionStore>().ServingAsync(server.Tenant, Stop))!;
        AssistantVersion second = await server.Get<VersionStore>().AddAsync(
            server.Tenant,
            new NewVersion { BaseHash = first.BaseHash, PromptHash = first.PromptHash, StyleHash = first.StyleHash, ParentId = first.Id },
            "test", lease: null, Stop);
        string? conversation = null;
        Assert.Equal(1, await VersionAsync());
        await PostAsync(server, $"/api/versions/{second.Id}/promote", new { reason = "better" });
        Assert.Equal(2, await VersionAsync());
        Assert.Equal(1, (await PostAsync(server, "/api/rollback", new { reason = "worse" })).GetProperty("number").GetInt32());
        Assert.Equal(1, await VersionAsync());
        Assert.True((await server.GetAsync("/api/audit/verify")).GetProperty("ok").GetBoolean());

        async Task<int> VersionAsync()
        {
            model.SayAll("Yes.");
            JsonElement answer = await PostAsync(server, "/api/chat", new { conversationId = conversation, message = "Well?" });
            conversation = answer.GetProperty("conversationId").GetString();
            return answer.GetProperty("version").GetInt32();
        }
    }

    [Fact]
    public async Task The_real_model_answers_over_plain_http_and_the_server_says_that_it_is_ready()
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync(new Uri("/health/live", UriKind.Relative), Stop)).StatusCode);
        JsonElement answer = await PostAsync(server, "/api/chat", new { message = "How long can I return an item?" });
        Assert.NotEmpty(answer.GetProperty("text").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop)).StatusCode);
        JsonElement site = await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/site", UriKind.Relative), Stop);
        Assert.Equal("Finch", site.GetProperty("assistant").GetString());
    }

    private static async Task<string> AskAsync(TestServer server, PacedChatClient model)
    {
        model.SayAll("It costs ", "5 euros.");
        JsonElement answer = await PostAsync(server, "/api/chat", new { message = "How much does standard shipping cost?" });
        Assert.Equal("It costs 5 euros.", answer.GetProperty("text").GetString());
        return answer.GetProperty("messageId").GetString()!;
    }

    private static async Task<JsonElement> PostAsync(TestServer server, string path, object body)
    {
        using HttpResponseMessage reply = await server.PostAsync(path, body);
        string text = await reply.Content.ReadAsStringAsync(Stop);
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {(int)reply.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static async Task AssertProblem(TestServer server, HttpStatusCode status, string path, object body)
    {
        using HttpResponseMessage reply = await server.PostAsync(path, body);
        Assert.Equal(status, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await reply.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
    }
}
