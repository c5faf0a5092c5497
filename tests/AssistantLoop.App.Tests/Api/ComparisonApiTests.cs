using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Tests.Api;

public sealed class ComparisonApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_choice_between_two_versions_is_blind_and_becomes_a_pair()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        string message = await AskAsync(server, model, "It costs 5 euros.");
        AssistantVersion first = (await server.Get<VersionStore>().ServingAsync(server.Tenant, Stop))!;
        AssistantVersion second = await server.Get<VersionStore>().AddAsync(
            server.Tenant, new() { BaseHash = first.BaseHash, PromptHash = first.PromptHash, StyleHash = first.StyleHash }, "test", null, Stop);
        model.SayAll("Happy to help! ", "5 euros.");

        JsonElement blind = await PostAsync(server, "/api/comparisons", new { messageId = message, version = second.Number });

        Assert.Equal(["id", "question", "a", "b", "createdAt"], blind.EnumerateObject().Select(field => field.Name));
        Assert.Equal("How much is shipping?", blind.GetProperty("question").GetString());
        string better = blind.GetProperty("a").GetString() == "Happy to help! 5 euros." ? "a" : "b";
        Assert.Single((await server.GetAsync("/api/comparisons")).EnumerateArray());
        string path = $"/api/comparisons/{blind.GetProperty("id").GetString()}/choice";
        JsonElement revealed = await PostAsync(server, path, new { choice = better, reason = "kinder" });
        Assert.Equal(better == "a" ? (2, 1) : (1, 2), (revealed.GetProperty("versionOfA").GetInt32(), revealed.GetProperty("versionOfB").GetInt32()));
        Assert.Empty((await server.GetAsync("/api/comparisons")).EnumerateArray());
        StoredPair pair = Assert.Single(await server.Get<PreferencePairs>().ReadAfterAsync(server.Tenant, Guid.Empty, 10, Stop));
        Assert.Equal(
            (PairKind.Choice, "Happy to help! 5 euros.", "It costs 5 euros.", first.Id, Guid.Parse(message)),
            (pair.Kind, pair.Chosen, pair.Rejected, pair.VersionId!.Value, pair.MessageId!.Value));
        await PostAsync(server, path, new { choice = "tie" });
        Assert.Empty(await server.Get<PreferencePairs>().ReadAfterAsync(server.Tenant, Guid.Empty, 10, Stop));
    }

    [Fact]
    public async Task Refusals_are_problem_details_with_the_right_status()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        string message = await AskAsync(server, model, "Yes."), other = await AskAsync(server, model, "No.");
        string nobody = Guid.NewGuid().ToString();
        await AssertProblemAsync(server, HttpStatusCode.NotFound, "/api/comparisons", new { messageId = nobody, version = 1 });
        await AssertProblemAsync(server, HttpStatusCode.NotFound, "/api/comparisons", new { messageId = message, version = 9 });
        await AssertProblemAsync(server, HttpStatusCode.BadRequest, "/api/comparisons", new { messageId = message });
        await AssertProblemAsync(server, HttpStatusCode.BadRequest, "/api/comparisons", new { version = 1 });
        await AssertProblemAsync(server, HttpStatusCode.Conflict, "/api/comparisons", new { messageId = message, otherMessageId = other });
        await AssertProblemAsync(server, HttpStatusCode.Conflict, "/api/comparisons", new { messageId = message, otherMessageId = message });
        await AssertProblemAsync(server, HttpStatusCode.NotFound, $"/api/comparisons/{nobody}/choice", new { choice = "a" });
        await AssertProblemAsync(server, HttpStatusCode.BadRequest, $"/api/comparisons/{nobody}/choice", new { choice = "c" });
        await AssertProblemAsync(
            server, HttpStatusCode.BadRequest, $"/api/comparisons/{nobody}/choice", new { choice = "a", reason = new string('x', 501) });
        model.SayAll("Yes.");
        await AssertProblemAsync(server, HttpStatusCode.Conflict, "/api/comparisons", new { messageId = message, version = 1 });
    }

    private static async Task<string> AskAsync(TestServer server, PacedChatClient model, string says)
    {
        model.SayAll(says);
        return (await PostAsync(server, "/api/chat", new { message = "How much is shipping?" })).GetProperty("messageId").GetString()!;
    }

    private static async Task<JsonElement> PostAsync(TestServer server, string path, object body)
    {
        using HttpResponseMessage response = await server.PostAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Stop));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private static async Task AssertProblemAsync(TestServer server, HttpStatusCode status, string path, object body)
    {
        using HttpResponseMessage response = await server.PostAsync(path, body);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}
