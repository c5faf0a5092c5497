using System.Diagnostics;
using System.Text.Json;

namespace AssistantLoop.EndToEnd.Tests;

public sealed class OpenAiClientTests
{
    [Fact]
    public async Task OpenAIs_own_client_works_unchanged()
    {
        await using Server server = await Server.StartAsync();

        JsonElement got = await RunAsync(server);

        JsonElement whole = got.GetProperty("whole");
        string answer = Said(whole);
        Assert.Contains("30", answer, StringComparison.Ordinal);
        Assert.Equal("stop", Finish(whole));
        Assert.Equal("Returns > How long", whole.GetProperty("citations")[0].GetProperty("title").GetString());
        Assert.True(whole.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() > 50);

        Assert.Equal(answer, got.GetProperty("streamed").GetString());
        Assert.Equal("stop", got.GetProperty("finish").GetString());
        Assert.Equal(whole.GetProperty("usage").GetRawText(), got.GetProperty("usage").GetRawText());

        Assert.Equal(answer[..answer.IndexOf("30", StringComparison.Ordinal)].TrimEnd(), Said(got.GetProperty("stopped")).TrimEnd());
        Assert.Equal("length", Finish(got.GetProperty("short")));
        Assert.Equal(2, got.GetProperty("short").GetProperty("usage").GetProperty("completion_tokens").GetInt32());

        using JsonDocument shaped = JsonDocument.Parse(Said(got.GetProperty("json")));
        Assert.Equal(["answer", "sure"], shaped.RootElement.EnumerateObject().Select(property => property.Name));

        JsonElement called = got.GetProperty("called");
        Assert.Equal("tool_calls", Finish(called));
        JsonElement call = called.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function");
        Assert.Equal("start_return", call.GetProperty("name").GetString());
        foreach (string? arguments in (string?[])[call.GetProperty("arguments").GetString(), got.GetProperty("calledStreamed").GetString()])
        {
            using JsonDocument given = JsonDocument.Parse(arguments!);
            Assert.Contains(given.RootElement.GetProperty("days").GetInt32(), (int[])[7, 30]);
        }
    }

    [Fact]
    public async Task Models_are_versions_and_refusals_are_what_the_client_knows()
    {
        await using Server server = await Server.StartAsync();

        JsonElement got = await RunAsync(server);

        Assert.Equal(["assistantloop", "version-1"], got.GetProperty("models").EnumerateArray().Select(model => model.GetString()));
        Assert.Equal("version-1", got.GetProperty("model").GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, got.GetProperty("embeddings").ValueKind);
        Assert.Equal(1, got.GetProperty("length").GetDouble(), 1e-4);
        Assert.True(got.GetProperty("near").GetDouble() > got.GetProperty("far").GetDouble() + 0.2);
        JsonElement refusals = got.GetProperty("refusals");
        Assert.Equal("404 model_not_found invalid_request_error model", Told(refusals.GetProperty("model")));
        Assert.Equal("401 invalid_api_key authentication_error ", Told(refusals.GetProperty("key")));
        Assert.Equal("400 invalid_value invalid_request_error temperature", Told(refusals.GetProperty("temperature")));
        Assert.Equal("400 context_length_exceeded invalid_request_error messages", Told(refusals.GetProperty("long")));
        Assert.Equal("400 invalid_value invalid_request_error messages[0].content", Told(refusals.GetProperty("image")));
    }

    private static string Told(JsonElement refusal) => string.Join(
        ' ',
        refusal.GetProperty("status").GetInt32(),
        refusal.GetProperty("code").GetString(),
        refusal.GetProperty("type").GetString(),
        refusal.GetProperty("param").GetString());

    private static string Said(JsonElement completion) =>
        completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

    private static string? Finish(JsonElement completion) =>
        completion.GetProperty("choices")[0].GetProperty("finish_reason").GetString();

    private static async Task<JsonElement> RunAsync(Server server)
    {
        ProcessStartInfo start = new("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Repository.Root, "src", "web"),
        };
        foreach (string argument in (string[])["tests/openai-client.mjs", server.Url.ToString().TrimEnd('/'), server.Key])
        {
            start.ArgumentList.Add(argument);
        }

        using Process client = Process.Start(start)!;
        Task<string> output = client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(client.ExitCode == 0, await error);
        return JsonDocument.Parse(await output).RootElement.Clone();
    }
}
