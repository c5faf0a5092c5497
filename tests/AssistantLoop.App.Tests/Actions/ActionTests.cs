using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AssistantLoop.App.Actions;
using AssistantLoop.App.Security;
using AssistantLoop.Storage.Actions;
using Microsoft.AspNetCore.Http;

namespace AssistantLoop.App.Tests.Actions;

public sealed class ActionTests
{
    private const string Proposal = """{"action": "track_order", "order": "4711"}""";

    private const string SecretPath = "/api/business/actions/track_order/secret";

    private string? _conversation;

    [Fact]
    public async Task A_confirmed_action_is_posted_signed_and_once_and_its_result_is_told()
    {
        await using Listener webhook = await Listener.StartAsync((context, _) =>
            context.Response.WriteAsJsonAsync(new { result = "It arrives on Monday.\u0007 <b>" }));
        await using TestServer server = await StartAsync(webhook.Address);
        await using HubConnection visitor = await server.ConnectAsync();
        JsonElement proposed = await ProposeAsync(visitor, "v1");

        Assert.Equal("proposed", proposed.GetProperty("state").GetString());
        Assert.Equal("Track an order", proposed.GetProperty("title").GetString());
        Assert.Equal("Order number", proposed.GetProperty("fields")[0].GetProperty("label").GetString());
        Assert.Equal("4711", proposed.GetProperty("fields")[0].GetProperty("value").GetString());
        Assert.Empty(webhook.Requests);

        JsonElement done = await ConfirmAsync(visitor, proposed, confirmed: true);
        JsonElement again = await ConfirmAsync(visitor, proposed, confirmed: true);

        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.Equal("It arrives on Monday.  <b>", done.GetProperty("result").GetString());
        Assert.Equal("done", again.GetProperty("state").GetString());
        Received call = Assert.Single(webhook.Requests);
        JsonElement body = JsonSerializer.Deserialize<JsonElement>(call.Body);
        Assert.Equal("track_order", body.GetProperty("action").GetString());
        Assert.Equal("4711", body.GetProperty("arguments").GetProperty("order").GetString());
        Assert.Equal(body.GetProperty("id").GetString(), call.Headers[ActionWebhook.KeyHeader]);
        string secret = (await server.GetAsync(SecretPath)).Text("secret");
        Assert.Equal(Signature(call, secret), call.Headers[BodySignature.Header]);
    }

    [Fact]
    public async Task A_new_secret_signs_beside_the_old_one_until_its_grace_ends()
    {
        await using Listener webhook = await Listener.StartAsync((context, _) => Task.CompletedTask);
        await using TestServer server = await StartAsync(webhook.Address);
        await using HubConnection visitor = await server.ConnectAsync();
        string old = (await server.GetAsync(SecretPath)).Text("secret");
        JsonElement rotated = await server.Agent.CallAsync(HttpMethod.Post, $"{SecretPath}/rotate", new { graceHours = 1 });

        await ConfirmAsync(visitor, await ProposeAsync(visitor, "v1"), confirmed: true);

        Received call = Assert.Single(webhook.Requests);
        Assert.NotEqual(old, rotated.Text("secret"));
        Assert.Equal(Signature(call, rotated.Text("secret"), old), call.Headers[BodySignature.Header]);
        JsonElement again = await server.Agent.CallAsync(HttpMethod.Post, $"{SecretPath}/rotate", new { graceHours = 0 });
        Assert.Equal(3, again.GetProperty("generation").GetInt32());
        Assert.Equal(again.Text("secret"), (await server.GetAsync(SecretPath)).Text("secret"));
        JsonElement audit = await server.GetAsync("/api/audit/newest?action=action.secret");
        Assert.Equal(
            ["action.secret-shown", "action.secret-rotated", "action.secret-rotated", "action.secret-shown"],
            audit.GetProperty("items").EnumerateArray().Select(entry => entry.Text("action")));
    }

    [Fact]
    public async Task A_secret_takes_the_scope_of_keys_and_a_declared_action()
    {
        await using Listener webhook = await Listener.StartAsync((context, _) => Task.CompletedTask);
        await using TestServer server = await StartAsync(webhook.Address);
        using HttpClient reader = server.With(await server.NewKeyAsync("reader", "agent", "read"));
        await reader.CallAsync(HttpMethod.Get, SecretPath, status: HttpStatusCode.Forbidden);
        await reader.CallAsync(HttpMethod.Post, $"{SecretPath}/rotate", new { }, HttpStatusCode.Forbidden);
        await server.Agent.CallAsync(HttpMethod.Get, "/api/business/actions/fly/secret", status: HttpStatusCode.NotFound);
        await server.Agent.CallAsync(HttpMethod.Post, "/api/business/actions/fly/secret/rotate", new { }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_reload_shows_the_proposal_and_a_declined_one_is_never_called()
    {
        await using Listener webhook = await Listener.StartAsync((context, _) => Task.CompletedTask);
        await using TestServer server = await StartAsync(webhook.Address);
        await using HubConnection visitor = await server.ConnectAsync();
        JsonElement proposed = await ProposeAsync(visitor, "v1");

        Assert.Equal("declined", (await ConfirmAsync(visitor, proposed, confirmed: false)).GetProperty("state").GetString());
        Assert.Equal("declined", (await ConfirmAsync(visitor, proposed, confirmed: true)).GetProperty("state").GetString());
        Assert.Empty(webhook.Requests);
        JsonElement talk = await visitor.InvokeAsync("Start", new { conversationId = _conversation, visitorId = "v1" });
        JsonElement answer = talk.GetProperty("messages").EnumerateArray().Last();
        Assert.Equal("Shall I look up order 4711?", answer.GetProperty("text").GetString());
        Assert.Equal("declined", answer.GetProperty("actions")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Another_visitor_and_another_conversation_cannot_confirm()
    {
        await using Listener webhook = await Listener.StartAsync((context, _) => Task.CompletedTask);
        await using TestServer server = await StartAsync(webhook.Address);
        await using HubConnection visitor = await server.ConnectAsync();
        JsonElement proposed = await ProposeAsync(visitor, "v1");
        await using HubConnection other = await server.ConnectAsync();
        await other.InvokeAsync("Start", new { visitorId = "v2", conversationId = _conversation });

        HubError error = await Assert.ThrowsAsync<HubError>(() => ConfirmAsync(other, proposed, confirmed: true));

        Assert.Equal("unknown_action", error.Code);
        await other.InvokeAsync("Start", new { visitorId = "v1" });
        error = await Assert.ThrowsAsync<HubError>(() => ConfirmAsync(other, proposed, confirmed: true));
        Assert.Equal("unknown_action", error.Code);
        Assert.Empty(webhook.Requests);
    }

    [Theory]
    [InlineData(500, false, 1, "failed", "not known")]
    [InlineData(500, true, 2, "done", "Found.")]
    [InlineData(404, true, 1, "failed", "No such order.")]
    [InlineData(302, true, 1, "failed", "could not be done")]
    public async Task A_webhook_that_fails_is_called_again_only_where_it_knows_a_call(
        int status, bool idempotent, int calls, string state, string told)
    {
        await using Listener webhook = await Listener.StartAsync((context, call) =>
        {
            context.Response.StatusCode = call == 1 ? status : 200;
            context.Response.Headers.Location = "/elsewhere";
            return status == 302 ? Task.CompletedTask
                : context.Response.WriteAsJsonAsync(new { result = call == 1 ? "No such order." : "Found." });
        });
        await using TestServer server = await StartAsync(webhook.Address, idempotent ? "idempotent: true" : "");
        await using HubConnection visitor = await server.ConnectAsync();

        JsonElement ended = await ConfirmAsync(visitor, await ProposeAsync(visitor, "v1"), confirmed: true);

        Assert.Equal(state, ended.GetProperty("state").GetString());
        Assert.Contains(told, ended.GetProperty("result").GetString()!, StringComparison.Ordinal);
        Assert.Equal(calls, webhook.Requests.Count);
        Assert.Single(webhook.Requests.Select(call => call.Headers[ActionWebhook.KeyHeader]).Distinct());
    }

    [Fact]
    public async Task A_webhook_that_does_not_answer_leaves_an_unknown_outcome()
    {
        await using Listener webhook = await Listener.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted)
            .ContinueWith(_ => { }, TaskScheduler.Default));
        await using TestServer server = await StartAsync(webhook.Address, "timeout_seconds: 1");
        await using HubConnection visitor = await server.ConnectAsync();

        JsonElement ended = await ConfirmAsync(visitor, await ProposeAsync(visitor, "v1"), confirmed: true);

        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Contains("not known", ended.GetProperty("result").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_of_the_sample_is_told_as_not_done_as_its_host_does_not_exist()
    {
        PacedChatClient model = new();
        model.SayAll("""{"action": "order_status", "order": "AF20417783"}""");
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection visitor = await server.ConnectAsync();

        JsonElement ended = await ConfirmAsync(visitor, await ProposeAsync(visitor, "v1"), confirmed: true);

        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Equal("This could not be done: its service cannot be reached.", ended.GetProperty("result").GetString());
    }

    [Fact]
    public async Task A_private_host_is_not_called_unless_the_businesss_file_allows_it()
    {
        await using Listener webhook = await Listener.StartAsync((context, _) => Task.CompletedTask);
        await using TestServer server = await StartAsync(webhook.Address, "", privateHosts: false);
        await using HubConnection visitor = await server.ConnectAsync();

        JsonElement ended = await ConfirmAsync(visitor, await ProposeAsync(visitor, "v1"), confirmed: true);

        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Contains("private network", ended.GetProperty("result").GetString()!, StringComparison.Ordinal);
        Assert.Empty(webhook.Requests);
    }

    [Fact]
    public async Task What_runs_when_the_process_dies_has_an_unknown_outcome_and_is_not_called_again()
    {
        await using Listener webhook = await Listener.StartAsync((context, _) => Task.CompletedTask);
        using SampleBusiness business = new(Declaration(webhook.Address, "", privateHosts: true));
        string data = Directory.CreateTempSubdirectory("assistantloop-server").FullName;
        PacedChatClient model = new();
        model.SayAll(Proposal);
        TestServer first = await TestServer.StartAtAsync(data, model, ("business", business.Folder));
        JsonElement proposed;
        await using (HubConnection visitor = await first.ConnectAsync())
        {
            proposed = await ProposeAsync(visitor, "v1");
        }

        // As far as a process comes that is killed while it waits for the webhook.
        await first.Get<ActionStore>().TakeAsync(first.Tenant, proposed.GetProperty("id").GetGuid(), TestContext.Current.CancellationToken);
        await first.StopAsync();
        await using TestServer second = await TestServer.StartAtAsync(data, model, ("business", business.Folder));
        await using HubConnection back = await second.ConnectAsync();
        await back.InvokeAsync("Start", new { conversationId = _conversation, visitorId = "v1" });

        JsonElement ended = await ConfirmAsync(back, proposed, confirmed: true);

        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.StartsWith("Unknown outcome", ended.GetProperty("result").GetString(), StringComparison.Ordinal);
        Assert.Empty(webhook.Requests);
    }

    private static async Task<TestServer> StartAsync(Uri webhook, string more = "", bool privateHosts = true)
    {
        PacedChatClient model = new();
        model.SayAll(Proposal);
        using SampleBusiness business = new(Declaration(webhook, more, privateHosts));
        return await TestServer.StartAsync(model, ("business", business.Folder));
    }

    private static string Declaration(Uri webhook, string more, bool privateHosts) => $$$"""
        private_webhooks: {{{(privateHosts ? "true" : "false")}}}
        actions:
          - name: track_order
            title: Track an order
            description: track an order
            webhook: {{{webhook}}}track
            confirm: Shall I look up order {order}?
            parameters:
              properties: {order: {type: string, title: Order number}}
              required: [order]
            {{{more}}}
        """;

    private static Task<JsonElement> ConfirmAsync(HubConnection visitor, JsonElement action, bool confirmed) =>
        visitor.InvokeAsync("Confirm", new { actionId = action.GetProperty("id").GetString(), confirmed });

    private async Task<JsonElement> ProposeAsync(HubConnection visitor, string visitorId)
    {
        string conversation = (await visitor.InvokeAsync("Start", new { visitorId })).GetProperty("id").GetString()!;
        _conversation = conversation;
        JsonElement last = default;
        await foreach (JsonElement step in visitor.StreamAsync(
            "Ask", new { conversationId = conversation, clientMessageId = "c1", text = "Where is order 4711?" }))
        {
            last = step;
        }

        Assert.Equal("completed", last.GetProperty("kind").GetString());
        return last.GetProperty("actions")[0];
    }

    private static string Signature(Received call, params string[] secrets)
    {
        string at = call.Headers[BodySignature.Header].Split(',')[0][2..];
        return string.Join(',', secrets.Select(secret => "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{call.Body}")))).Prepend($"t={at}"));
    }
}
