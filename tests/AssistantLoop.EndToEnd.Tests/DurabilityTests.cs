using System.Text.Json;
using Microsoft.Playwright;

namespace AssistantLoop.EndToEnd.Tests;

public sealed class DurabilityTests
{
    [Fact]
    public async Task After_kill_9_everything_acknowledged_is_there_and_the_open_page_goes_on()
    {
        await using Server server = await Server.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(server.Url);
        Chat chat = new(page);
        await chat.OpenAsync();
        (string answer, _) = await chat.AskAsync("How can I pay?");

        // Killed while it writes many answers at once.
        Task[] asked = [.. Enumerable.Range(0, 30).Select(i => AskAsync(server, $"What does number {i} cost?"))];
        await Server.WaitAsync("answers to be in work", async () => (await server.ApiAsync("/api/conversations")).GetProperty("items").GetArrayLength() > 3);
        await server.KillAsync();
        await Task.WhenAll(asked);
        await Assertions.Expect(page.GetByText("Connection lost")).ToBeVisibleAsync();
        await server.StartAgainAsync();

        foreach (JsonElement row in (await server.ApiAsync("/api/conversations?pageSize=100")).GetProperty("items").EnumerateArray())
        {
            JsonElement[] messages = [.. (await server.ApiAsync($"/api/conversations/{row.GetProperty("id").GetString()}")).GetProperty("messages").EnumerateArray()];
            Assert.DoesNotContain(messages, message => message.GetProperty("state").GetString() == "streaming");
            Assert.True(messages.Length % 2 == 0, "a question without an answer was kept");
        }

        (string next, _) = await chat.AskAsync("How long can I return an item?");
        Assert.NotEmpty(next);
        Assert.Equal(answer, await chat.Answers.First.Locator(".body").InnerTextAsync());
        await Assertions.Expect(chat.Answers).ToHaveCountAsync(2);
        await chat.Last.GetByLabel("Good answer").ClickAsync();
        await Assertions.Expect(chat.Last.GetByLabel("Good answer")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.True((await server.ApiAsync("/api/audit/verify")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Ctrl_C_ends_server_and_worker_and_a_killed_server_takes_its_worker_along()
    {
        await using Server server = await Server.StartAsync();
        await Server.WaitAsync("the worker", () => Task.FromResult(server.Workers().Length == 1));
        Assert.Equal(0, await server.InterruptAsync());
        Assert.Empty(server.Workers());

        await server.StartAgainAsync();
        await Server.WaitAsync("the worker", () => Task.FromResult(server.Workers().Length == 1));
        await server.KillAsync();
        await Server.WaitAsync("the worker to end", () => Task.FromResult(server.Workers().Length == 0));
    }

    [Fact]
    public async Task A_worker_that_dies_is_started_again()
    {
        await using Server server = await Server.StartAsync();
        await Server.WaitAsync("the worker", () => Task.FromResult(server.Workers().Length == 1));
        int first = server.Workers()[0];
        System.Diagnostics.Process.GetProcessById(first).Kill();
        await Server.WaitAsync("another worker", () => Task.FromResult(server.Workers() is [var next] && next != first));
    }

    private static async Task AskAsync(Server server, string question)
    {
        try
        {
            await server.ApiAsync("/api/chat", new { message = question });
        }
        catch (HttpRequestException)
        {
            // The server was killed while it answered.
        }
    }
}
