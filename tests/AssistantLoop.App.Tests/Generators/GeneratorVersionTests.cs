using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AssistantLoop.App.Security;
using AssistantLoop.Storage.Business;

namespace AssistantLoop.App.Tests.Generators;

public sealed class GeneratorVersionTests
{
    [Fact]
    public async Task A_version_answers_by_another_servers_API_and_by_the_local_model_again_after_a_rollback()
    {
        PacedChatClient far = new(), near = new();
        await using TestServer remote = await TestServer.StartAsync(far);
        string data = Data(remote.Http.BaseAddress!, File.ReadAllText(Path.Combine(remote.Data, AgentKey.FileName)));
        await using TestServer server = await TestServer.StartAtAsync(data, near);
        await PromoteAsync(server);

        far.SayAll("From ", "afar.");
        (JsonElement last, Guid message) = await AskAsync(server, "c1");
        Assert.Equal("From afar.", last.GetProperty("text").GetString());
        Assert.Contains("\"generator\":\"far\"", await server.Get<AnswerTraces>().FindAsync(server.Tenant, message, Stop), StringComparison.Ordinal);

        (await server.PostAsync("/api/rollback", new { reason = "back" })).EnsureSuccessStatusCode();
        near.SayAll("From here.");
        Assert.Equal("From here.", (await AskAsync(server, "c2")).Last.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Where_the_remote_fails_the_local_model_answers_and_the_trace_says_why()
    {
        await using Listener down = await Listener.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        PacedChatClient near = new();
        await using TestServer server = await TestServer.StartAtAsync(Data(down.Address, "k", "fallback: local"), near);
        await PromoteAsync(server);

        near.SayAll("From here.");
        (JsonElement last, Guid message) = await AskAsync(server, "c1");

        Assert.Equal("From here.", last.GetProperty("text").GetString());
        Assert.Contains("it answered 500", await server.Get<AnswerTraces>().FindAsync(server.Tenant, message, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_fallback_the_visitor_gets_a_typed_error()
    {
        await using Listener down = await Listener.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using TestServer server = await TestServer.StartAtAsync(Data(down.Address, "k"), new PacedChatClient());
        await PromoteAsync(server);

        JsonElement last = (await AskAsync(server, "c1")).Last;

        Assert.Equal("failed", last.GetProperty("kind").GetString());
        Assert.Equal("unavailable", last.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_unknown_generator_is_refused_with_those_there_are()
    {
        await using TestServer server = await TestServer.StartAtAsync(Data(new("http://127.0.0.1:9"), "k"), new PacedChatClient());
        using HttpResponseMessage answer = await server.PostAsync("/api/versions", new { generator = "near" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        string detail = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString()!;
        Assert.Equal("There is no generator 'near'; generators.yaml declares far.", detail);
        JsonElement listed = (await server.GetAsync("/api/generators"))[0];
        Assert.Equal("127.0.0.1", listed.GetProperty("host").GetString());
        Assert.DoesNotContain("key", listed.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_example_of_the_page_is_read()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "business.md"));
        string example = page.Split("```yaml kind=generators\n")[1].Split("```")[0];
        string data = Directory.CreateTempSubdirectory("assistantloop-server").FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "generators.yaml"), example, Stop);
        await using TestServer server = await TestServer.StartAtAsync(data, new PacedChatClient());

        JsonElement far = Assert.Single((await server.GetAsync("/api/generators")).EnumerateArray());
        Assert.Equal(1.5m, far.GetProperty("answerPrice").GetDecimal());
        Assert.True(far.GetProperty("fallsBack").GetBoolean());
        Assert.Equal("closed", far.GetProperty("circuit").GetString());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Data(Uri remote, string key, string more = "")
    {
        string data = Directory.CreateTempSubdirectory("assistantloop-server").FullName;
        File.WriteAllText(Path.Combine(data, "far-key"), key);
        File.WriteAllText(Path.Combine(data, "generators.yaml"), $"""
            far:
              endpoint: {new Uri(remote, "/v1")}
              model: assistantloop
              key_file: far-key
              retries: 0
              {more}
            """);
        return data;
    }

    private static async Task PromoteAsync(TestServer server)
    {
        using HttpResponseMessage added = await server.PostAsync("/api/versions", new { generator = "far" });
        JsonElement version = await added.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal("far", version.GetProperty("generator").GetString());
        (await server.PostAsync($"/api/versions/{version.GetProperty("id").GetString()}/promote", new { reason = "try" })).EnsureSuccessStatusCode();
    }

    private static async Task<(JsonElement Last, Guid Message)> AskAsync(TestServer server, string id)
    {
        await using HubConnection visitor = await server.ConnectAsync();
        string conversation = (await visitor.InvokeAsync("Start", new { visitorId = "v1" })).GetProperty("id").GetString()!;
        JsonElement last = default;
        await foreach (JsonElement step in visitor.StreamAsync("Ask", new { conversationId = conversation, clientMessageId = id, text = "Hello" }))
        {
            last = step;
        }

        return (last, last.GetProperty("messageId").GetGuid());
    }
}
