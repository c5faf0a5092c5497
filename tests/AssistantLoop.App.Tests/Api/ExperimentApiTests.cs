using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Tests.Api;

public sealed class ExperimentApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_stays_with_the_version_they_are_dealt_until_the_experiment_stops()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        AssistantVersion second = await AddAsync(server);
        JsonElement started = await PostAsync(server, "/api/experiments", new { version = 2, share = 50, name = "shorter" });
        Experiment open = (await server.Get<ExperimentStore>().OpenAsync(server.Tenant, Stop))!;
        Assert.Equal(("open", 1, 2), (
            started.GetProperty("state").GetString(), started.GetProperty("control").GetInt32(), started.GetProperty("treatment").GetInt32()));

        // The HTTP API's callers share a name, so each conversation is dealt by itself.
        HashSet<int> seen = [];
        List<string> talks = [];
        for (int i = 0; i < 12; i++)
        {
            (string talk, int version) = await AskAsync(server, model, null);
            Assert.Equal(ExperimentArm.IsTreated(open.Id, talk, 0.5) ? 2 : 1, version);
            Assert.Equal(version, (await AskAsync(server, model, talk)).Version);
            seen.Add(version);
            talks.Add(talk);
        }

        Assert.Equal([1, 2], seen.Order());
        JsonElement ended = await PostAsync(server, "/api/experiments/1/stop", new { reason = "enough" });
        Assert.Equal(("stopped", "enough"), (ended.GetProperty("state").GetString(), ended.GetProperty("reason").GetString()));
        Assert.Equal(1, (await AskAsync(server, model, talks[^1])).Version);
        Assert.Equal(VersionStatus.Staged, (await server.Get<VersionStore>().FindAsync(server.Tenant, second.Id, Stop))!.Status);
        Assert.Equal("shorter", (await server.GetAsync("/api/experiments?state=ended")).GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal(0, (await server.GetAsync("/api/experiments/1")).GetProperty("reading").GetProperty("treatmentVisitors").GetInt32());
    }

    [Fact]
    public async Task Bad_experiments_are_refused_with_the_right_status()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await AddAsync(server);

        await AssertProblem(server, HttpStatusCode.NotFound, "/api/experiments", new { version = 9, share = 10 });
        await AssertProblem(server, HttpStatusCode.BadRequest, "/api/experiments", new { version = 2 });
        await AssertProblem(server, HttpStatusCode.BadRequest, "/api/experiments", new { version = 2, share = 101 });
        await AssertProblem(server, HttpStatusCode.BadRequest, "/api/experiments", new { version = 2, share = 10, name = new string('a', 101) });
        await AssertProblem(server, HttpStatusCode.Conflict, "/api/experiments", new { version = 1, share = 10 });
        await AssertProblem(server, HttpStatusCode.NotFound, "/api/experiments/1/stop", new { });
        await PostAsync(server, "/api/experiments", new { version = 2, share = 10 });
        await AssertProblem(server, HttpStatusCode.Conflict, "/api/experiments", new { version = 2, share = 10 });
    }

    [Fact]
    public async Task What_the_gate_turned_down_serves_by_an_override_with_a_reason_alone()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        AssistantVersion second = await AddAsync(server);
        await server.Get<VersionStore>().RejectAsync(server.Tenant, second.Id, "gate", "lost", null, Stop);
        string path = $"/api/versions/{second.Id}/promote";

        await AssertProblem(server, HttpStatusCode.Conflict, path, new { reason = "nice" });
        await AssertProblem(server, HttpStatusCode.BadRequest, path, new { @override = true });
        JsonElement serving = await PostAsync(server, path, new { @override = true, reason = "the suite is wrong" });

        Assert.Equal("serving", serving.GetProperty("status").GetString());
        JsonElement rows = (await server.GetAsync("/api/audit?limit=500")).GetProperty("rows");
        Assert.Contains(rows.EnumerateArray(), row => row.GetProperty("action").GetString() == "version.overridden");
    }

    [Fact]
    public async Task A_retired_version_cannot_be_promoted()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        AssistantVersion second = await AddAsync(server);

        JsonElement retired = await PostAsync(server, $"/api/versions/{second.Id}/retire", new { reason = "erased" });

        Assert.Equal("retired", retired.GetProperty("status").GetString());
        await AssertProblem(server, HttpStatusCode.Conflict, $"/api/versions/{second.Id}/promote", new { });
    }

    [Fact]
    public async Task Lineage_is_read_from_conversations_and_from_versions()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        (string talk, _) = await AskAsync(server, model, null);
        (string other, _) = await AskAsync(server, model, null);

        JsonElement lineage = await server.GetAsync($"/api/conversations/{talk}/lineage");
        Assert.Equal(1, lineage.GetProperty("answers")[0].GetProperty("versionNumber").GetInt32());
        JsonElement page = await server.GetAsync("/api/versions/1/conversations?limit=1");
        Assert.Equal(other, page.GetProperty("conversations")[0].GetProperty("id").GetString());
        JsonElement next = await server.GetAsync($"/api/versions/1/conversations?limit=1&before={page.GetProperty("next").GetString()}");
        Assert.Equal(talk, next.GetProperty("conversations")[0].GetProperty("id").GetString());
        Assert.Equal(0, (await server.GetAsync("/api/versions/1/conversations?kind=trained")).GetProperty("conversations").GetArrayLength());
        JsonElement decisions = (await server.GetAsync("/api/lineage")).GetProperty("versions")[0].GetProperty("decisions");
        Assert.Equal("first start", decisions[1].GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, $"/api/conversations/{Guid.NewGuid()}/lineage"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, "/api/versions/9/conversations"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(server, "/api/versions/1/conversations?kind=all"));
        Assert.NotNull((await server.Get<VersionStore>().ServingAsync(server.Tenant, Stop))!.IndexHash);
    }

    [Fact]
    public async Task Drift_and_the_audit_log_are_read_and_a_noted_head_is_checked()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await AskAsync(server, model, null);

        JsonElement report = (await server.GetAsync("/api/drift")).GetProperty("report");
        Assert.Equal(("too-little", 1), (report.GetProperty("level").GetString(), report.GetProperty("days").GetArrayLength()));
        string head = (await server.GetAsync("/api/audit/head")).GetProperty("head").GetString()!;
        Assert.True((await server.GetAsync($"/api/audit/verify?head={head}")).GetProperty("ok").GetBoolean());
        string wrong = head.Split(':')[0] + ":" + new string('0', 64);
        Assert.False((await server.GetAsync($"/api/audit/verify?head={wrong}")).GetProperty("ok").GetBoolean());
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(server, "/api/audit/verify?head=7"));
        JsonElement first = await server.GetAsync("/api/audit?limit=2");
        JsonElement second = await server.GetAsync($"/api/audit?limit=2&after={first.GetProperty("next").GetInt64()}");
        Assert.Equal([1, 2, 3, 4], Sequences(first).Concat(Sequences(second)));
        JsonElement newest = await server.GetAsync("/api/audit/newest?action=version.&pageSize=1");
        Assert.Equal("version.promoted", newest.GetProperty("items")[0].GetProperty("action").GetString());
        JsonElement older = await server.GetAsync("/api/audit/newest?action=version.&pageSize=1&page=2");
        Assert.Equal(["version.added"], older.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("action").GetString()));
        Assert.Null(await server.Get<AuditLog>().VerifyAsync(server.Tenant, Stop));
    }

    private static IEnumerable<long> Sequences(JsonElement page) =>
        page.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("sequence").GetInt64());

    private static async Task<AssistantVersion> AddAsync(TestServer server)
    {
        AssistantVersion first = (await server.Get<VersionStore>().ServingAsync(server.Tenant, Stop))!;
        return await server.Get<VersionStore>().AddAsync(
            server.Tenant,
            new NewVersion { BaseHash = first.BaseHash, PromptHash = first.PromptHash, StyleHash = first.StyleHash, ParentId = first.Id },
            "test", lease: null, Stop);
    }

    private static async Task<(string Talk, int Version)> AskAsync(TestServer server, PacedChatClient model, string? talk)
    {
        model.SayAll("Yes.");
        JsonElement answer = await PostAsync(server, "/api/chat", new { conversationId = talk, message = "Well?" });
        return (answer.GetProperty("conversationId").GetString()!, answer.GetProperty("version").GetInt32());
    }

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, string path) =>
        (await server.Agent.GetAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode;

    private static async Task<JsonElement> PostAsync(TestServer server, string path, object body)
    {
        using HttpResponseMessage reply = await server.PostAsync(path, body);
        string text = await reply.Content.ReadAsStringAsync(Stop);
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {(int)reply.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static async Task AssertProblem(TestServer server, HttpStatusCode status, string path, object body)
    {
        using HttpResponseMessage reply = await server.PostAsync(path, body);
        Assert.Equal(status, reply.StatusCode);
        JsonElement problem = await reply.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
    }
}
