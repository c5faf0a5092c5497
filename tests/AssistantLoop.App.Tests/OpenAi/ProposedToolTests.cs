using System.Diagnostics;
using System.Text.Json;
using AssistantLoop.App.Security;

namespace AssistantLoop.App.Tests.OpenAi;

public sealed class ProposedToolTests
{
    private const string Proposal = """{"action": "track_order", "order": "4711"}""";

    [Fact]
    public async Task OpenAIs_own_client_gets_a_proposed_action_as_a_tool_call_where_it_has_the_tool()
    {
        PacedChatClient model = new();
        using SampleBusiness business = new("""
            actions:
              - name: track_order
                title: Track an order
                description: track an order
                webhook: https://shop.example/track
                confirm: Shall I look up order {order}?
                parameters:
                  properties: {order: {type: string}}
                  required: [order]
            """);
        await using TestServer server = await TestServer.StartAsync(model, ("business", business.Folder));
        for (int i = 0; i < 4; i++)
        {
            model.SayAll(Proposal[..5], Proposal[5..]);
        }

        JsonElement got = await RunAsync(server);

        foreach (string way in new[] { "called", "streamed" })
        {
            JsonElement choice = got.GetProperty(way), message = choice.GetProperty("message");
            Assert.Equal("tool_calls", choice.Text("finish_reason"));
            JsonElement function = Assert.Single(message.GetProperty("tool_calls").EnumerateArray()).GetProperty("function");
            Assert.Equal("track_order", function.Text("name"));
            Assert.Equal("4711", JsonSerializer.Deserialize<JsonElement>(function.Text("arguments")).Text("order"));
            Assert.True(string.IsNullOrEmpty(message.GetProperty("content").GetString()));
        }

        foreach (string way in new[] { "words", "none" })
        {
            JsonElement choice = got.GetProperty(way);
            Assert.Equal("stop", choice.Text("finish_reason"));
            Assert.Equal("Shall I look up order 4711?", choice.GetProperty("message").Text("content"));
        }
    }

    private static async Task<JsonElement> RunAsync(TestServer server)
    {
        string key = (await File.ReadAllTextAsync(Path.Combine(server.Data, AgentKey.FileName), TestContext.Current.CancellationToken)).Trim();
        ProcessStartInfo start = new("node", ["tests/openai-tools.mjs", server.Http.BaseAddress!.ToString().TrimEnd('/'), key])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Repository.Root, "src", "web"),
        };
        using Process client = Process.Start(start)!;
        Task<string> output = client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await client.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(client.ExitCode == 0, await error);
        return JsonSerializer.Deserialize<JsonElement>(await output);
    }
}
