using System.Net.WebSockets;
using System.Text.Json;
using AssistantLoop.App.Tests;
using Microsoft.Playwright;

namespace AssistantLoop.EndToEnd.Tests;

public sealed class KilledAnswerTests
{
    private const string Visitor = "visitor-of-the-killed-answer";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_kill_9_in_mid_answer_a_socket_and_a_reloaded_page_show_what_is_stored_and_no_number_stands_for_two_texts()
    {
        using SlowModel model = SlowModel.Start();
        await using Server server = await Server.StartAsync();
        model.WriteTo(server.Data);
        await server.InterruptAsync();
        await server.StartAgainAsync();
        string version = (await server.ApiAsync("/api/versions", new { generator = "slow" })).GetProperty("id").GetString()!;
        await server.ApiAsync($"/api/versions/{version}/promote", new { reason = "slow enough to be killed" });
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(server.Url);
        Chat chat = new(page);
        await chat.OpenAsync();
        await chat.Box.FillAsync("How can I pay?");
        await chat.Box.PressAsync("Enter");
        await Assertions.Expect(chat.Last.Locator(".body")).ToContainTextAsync("w20");

        Seen seen = await FollowUntilKilledAsync(server);
        await server.StartAgainAsync();

        await using HubConnection hub = await HubConnection.OpenAsync(new Uri(server.Url, "/hub/chat"), origin: null, Stop);
        JsonElement view = await hub.InvokeAsync("Start", new { visitorId = Visitor, conversationId = seen.Conversation });
        Assert.Equal(seen.Conversation, view.GetProperty("id").GetString());
        JsonElement stored = view.GetProperty("messages")[1];
        (string text, int last) = (stored.GetProperty("text").GetString()!, stored.GetProperty("sequence").GetInt32());
        Assert.Equal("failed", stored.GetProperty("state").GetString());
        Assert.NotEmpty(text);
        // Shown before it is stored, or stored before it was shown: one goes on where the other ends.
        string shown = seen.Text.Last().Value;
        Assert.True(shown.StartsWith(text, StringComparison.Ordinal) || text.StartsWith(shown, StringComparison.Ordinal));

        // From each number that was seen on: the rest that is stored, and at last all of it.
        foreach ((int number, string before) in seen.Text.Where(piece => piece.Key <= last).Append(seen.Text.Last()))
        {
            List<JsonElement> rest = [];
            await foreach (JsonElement step in hub.StreamAsync("Resume", seen.Message, number))
            {
                rest.Add(step);
            }

            JsonElement end = rest[^1];
            Assert.Equal(("failed", last, text), (Kind(end), end.GetProperty("sequence").GetInt32(), end.GetProperty("text").GetString()));
            string added = string.Concat(rest.Where(step => Kind(step) == "text").Select(step => step.GetProperty("text").GetString()));
            Assert.True(number > last ? added.Length == 0 : before + added == text, $"resumed after {number}");
        }

        await Assertions.Expect(chat.Last).ToHaveAttributeAsync("data-state", "failed", new() { Timeout = 30_000 });
        Assert.Equal((await OtherAnswerAsync(server, seen.Conversation)).Trim(), (await chat.Last.Locator(".body").InnerTextAsync()).Trim());
        Assert.Empty(browser.Errors);
    }

    // Asks over a socket and kills the server while the answer comes.
    private static async Task<Seen> FollowUntilKilledAsync(Server server)
    {
        await using HubConnection hub = await HubConnection.OpenAsync(new Uri(server.Url, "/hub/chat"), origin: null, Stop);
        string conversation = (await hub.InvokeAsync("Start", new { visitorId = Visitor })).GetProperty("id").GetString()!;
        SortedDictionary<int, string> text = new() { [0] = "" };
        string message = "";
        Task? killed = null;
        try
        {
            await foreach (JsonElement step in hub.StreamAsync("Ask", new { conversationId = conversation, clientMessageId = "1", text = "How can I pay?" }))
            {
                message = step.GetProperty("messageId").GetString()!;
                if (Kind(step) == "text")
                {
                    text[step.GetProperty("sequence").GetInt32()] = text.Last().Value + step.GetProperty("text").GetString();
                }

                killed ??= text.Count > 40 ? server.KillAsync() : null;
            }

            Assert.Fail("The answer ended before the server was killed.");
        }
        catch (WebSocketException)
        {
            // As it should be.
        }

        await (killed ?? throw new InvalidOperationException("The connection was lost before the server was killed."));
        return new(conversation, message, text);
    }

    // What is stored of the page's answer.
    private static async Task<string> OtherAnswerAsync(Server server, string conversation)
    {
        JsonElement rows = (await server.ApiAsync("/api/conversations")).GetProperty("items");
        string other = rows.EnumerateArray().Select(row => row.GetProperty("id").GetString()!).Single(id => id != conversation);
        JsonElement messages = (await server.ApiAsync($"/api/conversations/{other}")).GetProperty("messages");
        return messages[1].GetProperty("text").GetString()!;
    }

    private static string Kind(JsonElement step) => step.GetProperty("kind").GetString()!;

    private sealed record Seen(string Conversation, string Message, SortedDictionary<int, string> Text);
}
