using System.Net;
using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Limits;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Usage;

namespace AssistantLoop.App.Tests.Limits;

public sealed class AskLimitsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_who_asks_too_much_is_told_when_to_try_again_and_others_go_on()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await server.Agent.CallAsync(HttpMethod.Put, "/api/limits", new { visitorPerMinute = 1 });
        await using HubConnection eager = await server.ConnectAsync();
        await using HubConnection calm = await server.ConnectAsync();
        model.SayAll("One.");
        await AskAsync(eager, "eager", "1");
        HubError refused = await Assert.ThrowsAsync<HubError>(() => AskAsync(eager, "eager", "2"));
        Assert.Equal("rate_limited", refused.Code);
        Assert.InRange(JsonSerializer.Deserialize<JsonElement>(refused.Message[refused.Message.IndexOf('{', StringComparison.Ordinal)..])
            .GetProperty("retryAfterSeconds").GetInt32(), 1, 60);
        model.SayAll("Two.");
        await AskAsync(calm, "calm", "1");
    }

    [Theory]
    [InlineData("/api/chat", "{\"message\":\"Well?\"}")]
    [InlineData("/v1/chat/completions", "{\"model\":\"assistantloop\",\"messages\":[{\"role\":\"user\",\"content\":\"Well?\"}]}")]
    public async Task A_key_that_asks_too_much_gets_429_with_retry_after(string path, string body)
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await server.Agent.CallAsync(HttpMethod.Put, "/api/limits", new { keyPerMinute = 1 });
        model.SayAll("One.");
        _ = await server.Agent.CallAsync(HttpMethod.Post, path, JsonSerializer.Deserialize<JsonElement>(body));
        await AssertLimitedAsync(server, path, body);
        using HttpClient other = server.With(await server.NewKeyAsync("other", "agent"));
        model.SayAll("Two.");
        await other.CallAsync(HttpMethod.Post, path, JsonSerializer.Deserialize<JsonElement>(body));
        Assert.Equal(2, (await server.GetAsync("/api/limits")).GetProperty("used").GetProperty("answersToday").GetInt32());
    }

    [Fact]
    public async Task A_used_up_quota_refuses_and_its_nearing_is_noted_once()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await server.Agent.CallAsync(HttpMethod.Put, "/api/limits", new { answersPerDay = 5, tokensPerMonth = 1_000_000 });
        UsageStore usage = server.Get<UsageStore>();
        AskLimits limits = server.Get<AskLimits>();
        for (int answer = 0; answer < 5; answer++)
        {
            await limits.CheckAsync(server.Tenant, "visitor:v", null, Stop);
            await usage.AddAsync(server.Tenant, null, new(10, 10), Stop);
        }

        ChatProblemException refused = await Assert.ThrowsAsync<ChatProblemException>(
            () => limits.CheckAsync(server.Tenant, "visitor:w", null, Stop));
        Assert.Equal("quota", refused.Code);
        Assert.InRange(refused.RetryAfterSeconds!.Value, 1, 24 * 3600);
        await AssertLimitedAsync(server, "/api/chat", "{\"message\":\"Well?\"}");
        Assert.Single((await server.Get<AuditLog>().PageAsync(server.Tenant, new("quota.near"), new(), Stop)).Items);
        await limits.CheckAsync("other-shop", "visitor:w", null, Stop);
    }

    [Fact]
    public async Task An_address_is_limited_but_for_the_machines_own()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await server.Agent.CallAsync(HttpMethod.Put, "/api/limits", new { addressPerMinute = 1 });
        AskLimits limits = server.Get<AskLimits>();
        await limits.CheckAsync(server.Tenant, "visitor:1", IPAddress.Parse("2001:db8::1"), Stop);
        await Assert.ThrowsAsync<ChatProblemException>(
            () => limits.CheckAsync(server.Tenant, "visitor:2", IPAddress.Parse("2001:db8::2"), Stop));
        await limits.CheckAsync(server.Tenant, "visitor:3", IPAddress.Parse("2001:db8:1::1"), Stop);
        await limits.CheckAsync(server.Tenant, "visitor:4", IPAddress.Loopback, Stop);
        await limits.CheckAsync(server.Tenant, "visitor:5", IPAddress.Loopback, Stop);
    }

    [Fact]
    public async Task A_limit_that_makes_no_sense_is_named()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        JsonElement problem = await server.Agent.CallAsync(
            HttpMethod.Put, "/api/limits", new { tokensPerDay = 0 }, HttpStatusCode.BadRequest);
        Assert.Contains("tokensPerDay", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await server.GetAsync("/api/limits")).GetProperty("limits").GetProperty("tokensPerDay").ValueKind);
    }

    private static async Task AskAsync(HubConnection hub, string visitor, string id)
    {
        JsonElement talk = await hub.InvokeAsync("Start", new { visitorId = visitor });
        await hub.StreamAsync("Ask", new { conversationId = talk.Text("id"), clientMessageId = id, text = "Well?" }).ToListAsync();
    }

    private static async Task AssertLimitedAsync(TestServer server, string path, string body)
    {
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage refused = await server.Agent.PostAsync(new Uri(path, UriKind.Relative), content, Stop);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
    }
}
