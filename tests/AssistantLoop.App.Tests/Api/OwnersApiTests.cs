using System.Net;
using System.Text.Json;
using AssistantLoop.App.Retention;

namespace AssistantLoop.App.Tests.Api;

/// <summary>What an owner sets and reads out: retention, prices, usage, exports.</summary>
public sealed class OwnersApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Usage_tells_answers_tokens_times_and_costs_a_day()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await server.Agent.CallAsync(HttpMethod.Put, "/api/prices", new { currency = "USD", promptPerMillion = 2.0, answerPerMillion = 10.0, perHour = 1.0 });
        model.SayAll("Yes.");
        await server.Agent.CallAsync(HttpMethod.Post, "/api/chat", new { message = "Well?" });
        await server.Get<AssistantLoop.Storage.Usage.UsageStore>().AddAsync(server.Tenant, null, new(1_000_000, 100_000), Stop);
        JsonElement usage = await server.GetAsync("/api/usage");
        Assert.Equal(("USD", 2, 3.0m), (usage.Text("currency"), usage.GetProperty("answers").GetInt32(), usage.GetProperty("tokenCost").GetDecimal()));
        Assert.InRange(usage.GetProperty("machineCost").GetDecimal(), 29 * 24, 30 * 24);
        JsonElement version = usage.GetProperty("days").EnumerateArray().Single(day => day.GetProperty("version").ValueKind == JsonValueKind.Number);
        Assert.Equal(1, version.GetProperty("version").GetInt32());
        Assert.True(version.GetProperty("latencyMs").GetProperty("p95").GetInt32() >= version.GetProperty("latencyMs").GetProperty("median").GetInt32());
        await server.Agent.CallAsync(HttpMethod.Get, "/api/usage?from=2026-03-02&to=2026-03-01", status: HttpStatusCode.BadRequest);
        await server.Agent.CallAsync(HttpMethod.Get, "/api/usage?from=yesterday", status: HttpStatusCode.BadRequest);
        Assert.Empty((await server.GetAsync("/api/usage?from=2020-01-01&to=2020-01-31")).GetProperty("days").EnumerateArray());
    }

    [Fact]
    public async Task Retention_is_off_until_it_is_set_and_keeps_what_is_young()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        model.SayAll("Yes.");
        await server.Agent.CallAsync(HttpMethod.Post, "/api/chat", new { message = "Well?" });
        Assert.Equal(JsonValueKind.Null, (await server.GetAsync("/api/retention")).GetProperty("conversationDays").ValueKind);
        Assert.Equal(0, await server.Get<RetentionRun>().ApplyAsync(server.Tenant, Stop));
        await server.Agent.CallAsync(HttpMethod.Put, "/api/retention", new { conversationDays = 0 }, HttpStatusCode.BadRequest);
        await server.Agent.CallAsync(HttpMethod.Put, "/api/retention", new { conversationDays = 30 });
        Assert.Equal(30, (await server.GetAsync("/api/retention")).GetProperty("conversationDays").GetInt32());
        Assert.Equal(0, await server.Get<RetentionRun>().ApplyAsync(server.Tenant, Stop));
        Assert.Single((await server.GetAsync("/api/conversations")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_visitor_is_exported_and_nothing_is_left_to_export_after_they_are_erased()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using (HubConnection hub = await server.ConnectAsync())
        {
            JsonElement talk = await hub.InvokeAsync("Start", new { visitorId = "ada" });
            model.SayAll("Yes.");
            List<JsonElement> steps = await hub.StreamAsync(
                "Ask", new { conversationId = talk.Text("id"), clientMessageId = "1", text = "Is it open?" }).ToListAsync();
            await hub.InvokeAsync("Rate", new { messageId = steps[0].Text("messageId"), rating = "up" });
        }

        JsonElement export = await server.GetAsync("/api/visitors/ada/export");
        Assert.Equal(
            ["Is it open?", "Yes."],
            export.GetProperty("conversations")[0].GetProperty("messages").EnumerateArray().Select(message => message.Text("text")));
        Assert.Equal("up", Assert.Single(export.GetProperty("ratings").EnumerateArray()).Text("direction"));
        await server.Agent.CallAsync(HttpMethod.Post, "/api/visitors/ada/erase", new { });
        export = await server.GetAsync("/api/visitors/ada/export");
        Assert.Empty(export.GetProperty("conversations").EnumerateArray());
        Assert.Empty(export.GetProperty("ratings").EnumerateArray());
    }
}
