using System.Net;
using System.Text.Json;
using AssistantLoop.Learning.Triage;

namespace AssistantLoop.App.Tests.Api;

public sealed class ReviewApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/feedback")]
    [InlineData("/api/triage")]
    [InlineData("/api/knowledge-gaps")]
    public async Task Without_the_key_nobody_sees_it(string path)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.GetAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Agent.GetAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task An_item_says_why_it_waits_and_what_was_found_about_it()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        string message = await AskAsync(server, model, "How much does standard shipping cost?", "It costs 7 euros [1].");
        await PostAsync(server, $"/api/messages/{message}/flags", new { label = "wrong" });
        await server.Get<TriageAll>().RunAsync(server.Tenant, Stop);

        JsonElement item = Assert.Single((await server.GetAsync("/api/review?label=wrong&version=1")).GetProperty("items").EnumerateArray());

        Assert.Contains("flagged as wrong", item.GetProperty("why").EnumerateArray().Select(why => why.GetString()));
        Assert.Equal("behaviour", item.GetProperty("triage").GetProperty("cause").GetString());
        Assert.Equal("F6", item.GetProperty("triage").GetProperty("evidence").GetProperty("rule").GetString());
        Assert.Empty((await server.GetAsync("/api/review?label=unsafe")).GetProperty("items").EnumerateArray());
        Assert.Empty((await server.GetAsync("/api/review?page=2")).GetProperty("items").EnumerateArray());
        Assert.Single((await server.GetAsync("/api/review?search=7 EUROS")).GetProperty("items").EnumerateArray());
        Assert.Empty((await server.GetAsync("/api/review?search=8 euros")).GetProperty("items").EnumerateArray());

        await PostAsync(server, $"/api/triage/{message}/cause", new { cause = "missing-document" });
        Assert.Equal("missing-document", (await server.GetAsync($"/api/triage/{message}")).GetProperty("cause").GetString());
        JsonElement gap = Assert.Single((await server.GetAsync("/api/knowledge-gaps")).EnumerateArray());
        Assert.Equal("How much does standard shipping cost?", gap.GetProperty("question").GetString());
        await PostAsync(server, $"/api/triage/{message}/cause", new { cause = (string?)null });
        Assert.Empty((await server.GetAsync("/api/knowledge-gaps")).EnumerateArray());
    }

    [Fact]
    public async Task An_item_is_taken_on_dismissed_and_restored()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        string message = await AskAsync(server, model, "Hello?", "Yes.");
        await PostAsync(server, $"/api/messages/{message}/ratings", new { rating = "down" });
        await PostAsync(server, $"/api/review/{message}/assign", new { agent = "Ada" });
        Assert.Equal("Ada", Assert.Single((await server.GetAsync("/api/review?assignee=Ada")).GetProperty("items").EnumerateArray()).GetProperty("assignee").GetString());
        await PostAsync(server, $"/api/review/{message}/dismiss", new { });
        Assert.Empty((await server.GetAsync("/api/review")).GetProperty("items").EnumerateArray());
        await PostAsync(server, $"/api/review/{message}/dismiss", new { dismissed = false });
        Assert.Single((await server.GetAsync("/api/review")).GetProperty("items").EnumerateArray());
        Assert.True((await server.GetAsync("/api/audit/verify")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_thumb_is_listed_confirmed_and_excluded_with_its_identity()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        string message = await AskAsync(server, model, "Hello?", "Yes.");
        await PostAsync(server, $"/api/messages/{message}/ratings", new { rating = "down", reason = "too short" });
        JsonElement piece = Assert.Single((await server.GetAsync("/api/feedback?kind=down&decision=none")).GetProperty("items").EnumerateArray());
        Assert.Equal(("Hello?", "Yes.", "too short", "none"), (Text("question"), Text("rejected"), Text("reason"), Text("decision")));

        await PostAsync(server, $"/api/feedback/{Text("id")}/decision", new { decision = "confirmed", reason = "fair" });
        piece = Assert.Single((await server.GetAsync("/api/feedback?decision=confirmed")).GetProperty("items").EnumerateArray());
        Assert.Equal("fair", Text("decisionReason"));
        await PostAsync(server, $"/api/feedback/{Text("id")}/decision", new { decision = "none" });
        JsonElement bulk = await PostAsync(server, "/api/identities/agent/decision", new { decision = "excluded" });
        Assert.Equal(1, bulk.GetProperty("pieces").GetInt32());
        piece = Assert.Single((await server.GetAsync("/api/feedback?identity=agent")).GetProperty("items").EnumerateArray());
        Assert.True(piece.GetProperty("byIdentity").GetBoolean());
        Assert.Equal("excluded", Text("decision"));

        string? Text(string name) => piece.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Bad_input_is_refused_with_a_problem()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        string nobody = Guid.NewGuid().ToString();
        (HttpStatusCode Status, string Path, object? Body)[] refused =
        [
            (HttpStatusCode.NotFound, $"/api/feedback/{nobody}/decision", new { decision = "confirmed" }),
            (HttpStatusCode.BadRequest, $"/api/feedback/{nobody}/decision", new { decision = "perhaps" }),
            (HttpStatusCode.BadRequest, $"/api/feedback/{nobody}/decision", new { }),
            (HttpStatusCode.BadRequest, $"/api/feedback/{nobody}/decision", new { decision = "excluded", reason = new string('a', 501) }),
            (HttpStatusCode.NotFound, "/api/identities/nobody/decision", new { decision = "excluded" }),
            (HttpStatusCode.NotFound, $"/api/review/{nobody}/dismiss", new { }),
            (HttpStatusCode.NotFound, $"/api/review/{nobody}/assign", new { agent = "Ada" }),
            (HttpStatusCode.BadRequest, $"/api/review/{nobody}/assign", new { agent = new string('a', 101) }),
            (HttpStatusCode.NotFound, $"/api/triage/{nobody}/cause", new { cause = "style" }),
            (HttpStatusCode.BadRequest, $"/api/triage/{nobody}/cause", new { cause = "bad luck" }),
            (HttpStatusCode.NotFound, $"/api/triage/{nobody}", null),
            (HttpStatusCode.BadRequest, "/api/review?sort=worst", null),
            (HttpStatusCode.NotFound, "/api/review?version=99", null),
            (HttpStatusCode.BadRequest, "/api/feedback?cause=bad", null),
            (HttpStatusCode.BadRequest, "/api/feedback?pageSize=201", null),
        ];
        foreach ((HttpStatusCode status, string path, object? body) in refused)
        {
            using HttpResponseMessage reply = body is null
                ? await server.Agent.GetAsync(new Uri(path, UriKind.Relative), Stop)
                : await server.PostAsync(path, body);
            Assert.True(status == reply.StatusCode, $"{path}: {reply.StatusCode}");
            Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        }
    }

    private static async Task<string> AskAsync(TestServer server, PacedChatClient model, string question, string answer)
    {
        model.SayAll(answer);
        return (await PostAsync(server, "/api/chat", new { message = question })).GetProperty("messageId").GetString()!;
    }

    private static async Task<JsonElement> PostAsync(TestServer server, string path, object body)
    {
        using HttpResponseMessage reply = await server.PostAsync(path, body);
        string text = await reply.Content.ReadAsStringAsync(Stop);
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {(int)reply.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
