using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssistantLoop.App.Security;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Webhooks;

namespace AssistantLoop.App.Tests.Security;

/// <summary>An id of another business's answers exactly as one that nobody has.</summary>
public sealed class OtherTenantTests
{
    private const string Other = "other-shop";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_tenants_ids_answer_as_unknown_ones()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        Database database = server.Get<Database>();
        ApiKey key = await server.Get<ApiKeyStore>().AddAsync(Other, new("them", "owner", "read", "al_0000000000", "hash", null), "x", Stop);
        Site site = await server.Get<SiteStore>().AddAsync(Other, "site_other", new() { Name = "Theirs", AllowedOrigins = ["https://b.example"] }, "x", Stop);
        Webhook webhook = await server.Get<WebhookStore>().AddAsync(Other, "https://b.example/", ["feedback.flagged"], "x", Stop);
        ConversationStore conversations = new(database, "test");
        Conversation talk = await conversations.CreateAsync(Other, "visitor:v", Stop);
        Asked asked = await conversations.AskAsync(Other, talk.Id, "1", "Well?", Stop);
        await server.Get<FeedbackStore>().FlagAsync(Other, asked.Answer.Id, "agent", "wrong", Stop);
        Guid delivery = (await server.Get<Deliveries>().ListAsync(Other, null, null, null, 1, Stop))[0].Id;

        await AssertSameAsync(server, HttpMethod.Post, "/api/keys/{0}/rotate", key.Id);
        await AssertSameAsync(server, HttpMethod.Delete, "/api/keys/{0}", key.Id);
        await AssertSameAsync(server, HttpMethod.Get, "/api/sites/{0}", site.Id);
        await AssertSameAsync(server, HttpMethod.Post, "/api/sites/{0}/secret", site.Id);
        await AssertSameAsync(server, HttpMethod.Post, "/api/sites/{0}/secret/rotate", site.Id);
        await AssertSameAsync(server, HttpMethod.Post, "/api/sites/{0}/disable", site.Id);
        await AssertSameAsync(server, HttpMethod.Get, "/api/webhooks/{0}", webhook.Id);
        await AssertSameAsync(server, HttpMethod.Delete, "/api/webhooks/{0}", webhook.Id);
        await AssertSameAsync(server, HttpMethod.Post, "/api/webhooks/{0}/secret/rotate", webhook.Id);
        await AssertSameAsync(server, HttpMethod.Post, "/api/webhooks/deliveries/{0}/retry", delivery);
        await AssertSameAsync(server, HttpMethod.Get, "/api/conversations/{0}", talk.Id);
        await AssertSameAsync(server, HttpMethod.Post, "/api/messages/{0}/flags", asked.Answer.Id, new { label = "wrong" });
        await AssertSameAsync(server, HttpMethod.Post, "/api/messages/{0}/corrections", asked.Answer.Id, new { text = "No." });
        await AssertSameAsync(server, HttpMethod.Post, "/api/messages/{0}/ratings", asked.Answer.Id, new { rating = "up" });
        JsonElement export = await server.GetAsync("/api/visitors/v/export");
        Assert.Empty(export.GetProperty("conversations").EnumerateArray());
    }

    [Fact]
    public async Task A_key_and_a_site_of_a_business_that_is_not_served_here_are_not_right()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        KeyText text = KeyText.Create();
        await server.Get<ApiKeyStore>().AddAsync(Other, new("them", "owner", "read", text.Prefix, text.Hash, null), "x", Stop);
        using HttpClient them = server.With(text.Text);
        await them.CallAsync(HttpMethod.Get, "/api/me", status: HttpStatusCode.Unauthorized);
        await server.Get<SiteStore>().AddAsync(Other, "site_other", new() { Name = "Theirs", AllowedOrigins = ["https://b.example"] }, "x", Stop);
        await server.Http.CallAsync(HttpMethod.Get, "/api/site?site=site_other", status: HttpStatusCode.NotFound);
    }

    private static async Task AssertSameAsync(TestServer server, HttpMethod method, string path, Guid others, object? body = null)
    {
        Guid nobodys = Guid.NewGuid();
        string known = await BodyAsync(server, method, path, others, body);
        Assert.Equal(await BodyAsync(server, method, path, nobodys, body), known);
        Assert.Contains("404", known, StringComparison.Ordinal);
    }

    // The id itself and the request's own trace are all that may differ.
    private static async Task<string> BodyAsync(TestServer server, HttpMethod method, string path, Guid id, object? body)
    {
        using HttpRequestMessage request = new(method, path.Replace("{0}", id.ToString(), StringComparison.Ordinal));
        request.Content = method == HttpMethod.Get ? null : JsonContent.Create(body ?? new { });
        using HttpResponseMessage response = await server.Agent.SendAsync(request, Stop);
        JsonObject problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!.AsObject();
        problem.Remove("traceId");
        return $"{(int)response.StatusCode} {problem.ToJsonString().Replace(id.ToString(), "ID", StringComparison.Ordinal)}";
    }
}
