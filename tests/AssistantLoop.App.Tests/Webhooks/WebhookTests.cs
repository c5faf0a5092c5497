using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AssistantLoop.App.Webhooks;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Webhooks;

namespace AssistantLoop.App.Tests.Webhooks;

public sealed class WebhookTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_arrives_signed_at_the_business()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        PacedChatClient model = new();
        await using TestServer server = await StartAsync(model, receiver);
        JsonElement webhook = await AddAsync(server, receiver.Address, "correction.written");
        model.SayAll("Yes.");
        JsonElement answer = await server.Agent.CallAsync(HttpMethod.Post, "/api/chat", new { message = "Well?" });
        await server.Agent.CallAsync(
            HttpMethod.Post, $"/api/messages/{answer.Text("messageId")}/corrections", new { text = "No." }, HttpStatusCode.Created);

        await UntilAsync(() => Task.FromResult(!receiver.Heard.IsEmpty));
        Assert.True(receiver.Heard.TryDequeue(out var heard));
        JsonElement payload = JsonSerializer.Deserialize<JsonElement>(heard.Body);
        Assert.Equal(("correction.written", answer.Text("messageId")), (payload.Text("event"), payload.Text("subject")));
        Assert.Equal(payload.Text("id"), heard.EventId);
        Assert.True(IsSigned(heard.Body, heard.Signature, webhook.Text("secret")));
        Assert.False(IsSigned(heard.Body + " ", heard.Signature, webhook.Text("secret")));
        await UntilAsync(async () => (await DeliveriesAsync(server, "delivered")).Length == 1);
    }

    [Fact]
    public async Task A_failed_try_is_made_again_and_dead_letters_when_a_person_asks()
    {
        await using Receiver receiver = await Receiver.StartAsync(500);
        await using TestServer server = await StartAsync(new PacedChatClient(), receiver);
        await AddAsync(server, receiver.Address, "quota.near");
        await server.Get<AuditLog>().AppendAsync(server.Tenant, "system", "quota.near", "answersPerDay", "{}", Stop);
        await UntilAsync(async () => (await DeliveriesAsync(server, "pending")).Any(row => row.GetProperty("lastStatus").ValueKind == JsonValueKind.Number));
        JsonElement waiting = Assert.Single(await DeliveriesAsync(server, "pending"));
        Assert.Equal((1, 500), (waiting.GetProperty("attempts").GetInt32(), waiting.GetProperty("lastStatus").GetInt32()));

        Deliveries deliveries = server.Get<Deliveries>();
        WebhookDelivery found = (await deliveries.ListAsync(server.Tenant, null, null, null, 1, Stop))[0];
        await deliveries.FailedAsync(found, 500, "answered 500", again: null, Stop);
        Assert.Single(await DeliveriesAsync(server, "dead"));
        await server.Agent.CallAsync(HttpMethod.Post, $"/api/webhooks/deliveries/{found.Id}/retry");
        await UntilAsync(async () => (await DeliveriesAsync(server, "delivered")).Length == 1);
        Assert.Equal(2, receiver.Heard.Count);
        Assert.Single(receiver.Heard.Select(heard => heard.EventId).Distinct());
    }

    [Fact]
    public async Task A_private_address_is_refused_where_the_setting_does_not_name_it()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await AddAsync(server, receiver.Address, "quota.near");
        await server.Get<AuditLog>().AppendAsync(server.Tenant, "system", "quota.near", "answersPerDay", "{}", Stop);
        await UntilAsync(async () => (await DeliveriesAsync(server, "pending")).Any(row => row.GetProperty("lastError").ValueKind == JsonValueKind.String));
        Assert.Contains("not on the public internet", (await DeliveriesAsync(server, "pending"))[0].Text("lastError"), StringComparison.Ordinal);
        Assert.Empty(receiver.Heard);
    }

    [Fact]
    public async Task After_a_new_secret_both_sign_while_the_grace_lasts()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using TestServer server = await StartAsync(new PacedChatClient(), receiver);
        JsonElement webhook = await AddAsync(server, receiver.Address, "quota.near");
        JsonElement rotated = await server.Agent.CallAsync(HttpMethod.Post, $"/api/webhooks/{webhook.Text("id")}/secret/rotate", new { graceHours = 1 });
        await server.Get<AuditLog>().AppendAsync(server.Tenant, "system", "quota.near", "answersPerDay", "{}", Stop);
        await UntilAsync(() => Task.FromResult(!receiver.Heard.IsEmpty));
        Assert.True(receiver.Heard.TryDequeue(out var heard));
        Assert.NotEqual(webhook.Text("secret"), rotated.Text("secret"));
        Assert.True(IsSigned(heard.Body, heard.Signature, webhook.Text("secret")));
        Assert.True(IsSigned(heard.Body, heard.Signature, rotated.Text("secret")));
        Assert.False((await server.GetAsync("/api/webhooks")).GetRawText().Contains("whsec_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ftp://crm.example", "quota.near")]
    [InlineData("https://user:pass@crm.example", "quota.near")]
    [InlineData("https://crm.example", "everything")]
    public async Task A_webhook_that_makes_no_sense_is_refused(string url, string name)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await server.Agent.CallAsync(HttpMethod.Post, "/api/webhooks", new { url, events = new[] { name } }, HttpStatusCode.BadRequest);
    }

    [Fact]
    public void Eight_tries_take_about_a_day()
    {
        TimeSpan[] pauses = [.. Enumerable.Range(1, Backoff.Tries - 1).Select(attempt => Backoff.After(attempt, 0.5)!.Value)];
        Assert.Equal(pauses.Order(), pauses);
        Assert.InRange(pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause), TimeSpan.FromHours(20), TimeSpan.FromHours(28));
        Assert.Null(Backoff.After(Backoff.Tries, 0.5));
        Assert.Equal(pauses[0] * 0.8, Backoff.After(1, 0));
        Assert.Equal(pauses[0] * 1.2, Backoff.After(1, 1));
    }

    private static Task<TestServer> StartAsync(PacedChatClient model, Receiver receiver) =>
        TestServer.StartAsync(model, ("webhook-private-hosts", receiver.Address.Authority));

    private static Task<JsonElement> AddAsync(TestServer server, Uri url, params string[] events) =>
        server.Agent.CallAsync(HttpMethod.Post, "/api/webhooks", new { url, events }, HttpStatusCode.Created);

    private static async Task<JsonElement[]> DeliveriesAsync(TestServer server, string state) =>
        [.. (await server.GetAsync($"/api/webhooks/deliveries?state={state}")).GetProperty("items").EnumerateArray()];

    private static bool IsSigned(string body, string signature, string secret)
    {
        string[] parts = signature.Split(',');
        string expected = "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts[0]["t=".Length..]}.{body}")));
        return parts.Skip(1).Contains(expected);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(s_patience);
        while (!await holds())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
