using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Hubs;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Tests.Hubs;

public sealed class HubLimitTests
{
    [Fact]
    public async Task A_connection_follows_so_many_answers_at_once_and_no_more()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        await using IAsyncEnumerator<JsonElement> answer = hub.StreamAsync("Ask", HubTalk.Question(conversation, "a")).GetAsyncEnumerator();
        await answer.MoveNextAsync();
        string message = answer.Current.Id();
        List<Task<List<JsonElement>>> followers = [];
        for (int i = 1; i < OpenStreams.Most; i++)
        {
            IAsyncEnumerator<JsonElement> follower = hub.StreamAsync("Resume", message, 0).GetAsyncEnumerator();
            await follower.MoveNextAsync();
            followers.Add(RestAsync(follower));
        }

        Assert.Equal("too_many_streams", await hub.StreamAsync("Resume", message, 0).CodeAsync());
        model.SayAll("Done.");
        Assert.All(await Task.WhenAll(followers), steps => Assert.Equal("completed", steps[^1].Kind()));
        Assert.Equal("completed", (await hub.StreamAsync("Resume", message, 0).ToListAsync())[^1].Kind());
    }

    [Theory]
    [InlineData("max-connections")]
    [InlineData("max-site-connections")]
    public async Task A_connection_too_many_is_told_when_to_come_again_and_gets_in_when_another_leaves(string setting)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient(), (setting, "2"));
        HubConnection first = await server.ConnectAsync();
        await using HubConnection second = await server.ConnectAsync();
        await first.OpenAsync();
        await second.OpenAsync();
        await using HubConnection third = await server.ConnectAsync();
        HubError refused = await third.Closed;
        Assert.Equal("busy", refused.Code);
        Assert.Contains("\"retryAfterSeconds\":10", refused.Message, StringComparison.Ordinal);

        await first.DisposeAsync();

        // The server sees the loss a moment later.
        string? opened = null;
        for (int tries = 0; opened is null && tries < 100; tries++)
        {
            await using HubConnection next = await server.ConnectAsync();
            try
            {
                opened = await next.OpenAsync();
            }
            catch (WebSocketException)
            {
                await Task.Delay(50, Stop);
            }
        }

        Assert.NotNull(opened);
    }

    [Fact]
    public async Task A_visitor_has_so_many_pages_open_and_no_more()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        List<HubConnection> pages = [];
        for (int i = 0; i < ConnectionLimits.MostOfVisitor; i++)
        {
            pages.Add(await server.ConnectAsync());
            await pages[i].OpenAsync();
        }

        await using HubConnection more = await server.ConnectAsync();
        Assert.Equal("busy", (await Assert.ThrowsAsync<HubError>(() => more.OpenAsync())).Code);
        await more.OpenAsync("somebody else");
        await pages[0].OpenAsync("another");
        await more.OpenAsync();
        await Task.WhenAll(pages.Select(page => page.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_long_conversation_opens_at_its_end_and_is_read_back_page_by_page()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        HandlingStore handling = server.Get<HandlingStore>();
        Guid id = (await server.Get<ConversationStore>().CreateAsync(server.Tenant, "visitor:visitor", Stop)).Id;
        await handling.TakeAsync(server.Tenant, id, "agent", Stop);
        for (int i = 2; i <= (2 * ConversationPage.Most) + 5; i++)
        {
            await handling.SayAsync(server.Tenant, id, "agent", $"{i}", $"message {i}", Stop);
        }

        await using HubConnection hub = await server.ConnectAsync();
        List<int> numbers = Numbers((await hub.ViewAsync(conversation: id.ToString())).GetProperty("messages"));
        Assert.Equal(Enumerable.Range(56, ConversationPage.Most), numbers);
        while (numbers[0] > 1)
        {
            List<int> older = Numbers(await hub.InvokeAsync("History", id.ToString(), numbers[0]));
            Assert.InRange(older.Count, 1, ConversationPage.Most);
            numbers.InsertRange(0, older);
        }

        Assert.Equal(Enumerable.Range(1, 105), numbers);
        HubError foreign = await Assert.ThrowsAsync<HubError>(() => hub.InvokeAsync("History", Guid.NewGuid().ToString(), 5));
        Assert.Equal("unknown_conversation", foreign.Code);
    }

    [Fact]
    public async Task What_was_seen_and_how_content_the_visitor_was_stand_on_the_page_that_comes_back()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        await hub.AskAsync(model, conversation, "a", "Price?", "Five.");
        await hub.InvokeAsync("Seen", conversation, 99);
        await hub.InvokeAsync("Seen", conversation, 1);
        await hub.InvokeAsync("Satisfaction", new { conversationId = conversation, score = 4, comment = "quick" });
        HubError wrong = await Assert.ThrowsAsync<HubError>(() => hub.InvokeAsync("Satisfaction", new { conversationId = conversation, score = 6 }));
        Assert.Equal("failed", wrong.Code);

        JsonElement view = await hub.ViewAsync(conversation: conversation);

        Assert.Equal((2, 4), (view.GetProperty("seen").GetInt32(), view.GetProperty("satisfaction").GetInt32()));
        Assert.Equal("assistant", view.GetProperty("handling").GetProperty("by").GetString());
    }

    [Fact]
    public async Task Who_does_not_read_holds_up_neither_the_model_nor_other_readers()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        await using IAsyncEnumerator<JsonElement> answer = hub.StreamAsync("Ask", HubTalk.Question(conversation, "a")).GetAsyncEnumerator();
        await answer.MoveNextAsync();
        using ClientWebSocket deaf = new();
        await deaf.ConnectAsync(new UriBuilder(new Uri(server.Http.BaseAddress!, "/hub/chat")) { Scheme = "ws" }.Uri, Stop);
        await SendAsync(deaf, """{"protocol":"json","version":1}""");
        await SendAsync(deaf, $$"""{"type":1,"invocationId":"0","target":"Start","arguments":[{"visitorId":"visitor","conversationId":"{{conversation}}"}]}""");
        await HearCompletionAsync(deaf);
        await SendAsync(deaf, $$"""{"type":4,"invocationId":"1","target":"Resume","arguments":["{{answer.Current.Id()}}",0]}""");

        // Far more than lies between two ends of a socket.
        string piece = new('x', 64 * 1024);
        Task<List<JsonElement>> read = RestAsync(answer);
        for (int i = 0; i < 200; i++)
        {
            model.Say(piece);
            await Task.Yield();
        }

        model.SayAll();
        List<JsonElement> steps = await read;
        Assert.Equal("completed", steps[^1].Kind());
        Assert.Equal(200 * piece.Length, steps[^1].TextOf().Length);
        await hub.InvokeAsync("HandOver", new { conversationId = conversation });
        Assert.Equal("waiting", (await hub.HearAsync("HandlingChanged")).GetProperty("by").GetString());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task SendAsync(ClientWebSocket socket, string record) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(record + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, Stop);

    private static async Task HearCompletionAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[1 << 16];
        StringBuilder heard = new();
        while (!heard.ToString().Contains("\"type\":3", StringComparison.Ordinal))
        {
            heard.Append(Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer, Stop)).Count));
        }
    }

    private static List<int> Numbers(JsonElement messages) =>
        [.. messages.EnumerateArray().Select(message => message.GetProperty("number").GetInt32())];

    private static async Task<List<JsonElement>> RestAsync(IAsyncEnumerator<JsonElement> stream)
    {
        List<JsonElement> rest = [];
        while (await stream.MoveNextAsync())
        {
            rest.Add(stream.Current);
        }

        return rest;
    }
}
