using System.Net.WebSockets;
using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Tests.Hubs;

public sealed class ChatHubTests
{
    private static readonly string[] s_pieces = ["Standard ", "shipping ", "costs ", "4.90 € ", "[1]", "."];
    private static readonly string s_answer = string.Concat(s_pieces);

    [Fact]
    public async Task An_answer_streams_as_started_text_and_completed_with_rising_numbers()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await OpenAsync(hub);
        model.SayAll(s_pieces);
        List<JsonElement> events = await hub.StreamAsync("Ask", Question(conversation, "a")).ToListAsync();

        Assert.Equal("started", Kind(events[0]));
        Assert.Equal("completed", Kind(events[^1]));
        Assert.All(events[1..^1], step => Assert.Equal("text", Kind(step)));
        Assert.Equal(s_answer, Text(events[1..^1]));
        Assert.Equal(s_answer, events[^1].GetProperty("text").GetString());
        int[] numbers = [.. events.Select(step => step.GetProperty("sequence").GetInt32())];
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(1, events[^1].GetProperty("version").GetInt32());
        Assert.NotEmpty(events[^1].GetProperty("citations").EnumerateArray());
    }

    [Theory]
    [InlineData("\"\"", "message_empty")]
    [InlineData("\"   \"", "message_empty")]
    [InlineData("null", "message_not_text")]
    [InlineData("42", "message_not_text")]
    [InlineData("\"\\ud800 half a character\"", "message_not_text")]
    public async Task A_message_that_is_no_text_gets_a_typed_error_and_the_connection_lives(string text, string code)
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await OpenAsync(hub);
        string arguments = $$"""[{"conversationId":"{{conversation}}","clientMessageId":"x","text":{{text}}}]""";
        HubError refused = await Assert.ThrowsAsync<HubError>(async () => await hub.StreamRawAsync("Ask", arguments).ToListAsync());
        Assert.Equal(code, refused.Code);
        await AssertAnswersAsync(hub, model, conversation);
    }

    [Fact]
    public async Task A_message_over_the_limit_gets_a_typed_error_and_the_connection_lives()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await OpenAsync(hub);
        foreach (int length in new[] { MessageText.MaxLength + 1, 100_000 })
        {
            HubError refused = await Assert.ThrowsAsync<HubError>(async () => await hub.StreamAsync(
                "Ask", new { conversationId = conversation, clientMessageId = "long", text = new string('a', length) }).ToListAsync());
            Assert.Equal("message_too_long", refused.Code);
        }

        await AssertAnswersAsync(hub, model, conversation);
        Assert.Equal(2, (await server.GetAsync($"/api/conversations/{conversation}")).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task Unknown_conversations_and_messages_are_told_apart()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await using HubConnection hub = await server.ConnectAsync();
        string nobody = Guid.NewGuid().ToString();
        Assert.Equal("unknown_conversation", await CodeAsync(hub.StreamAsync("Ask", Question(nobody, "a"))));
        await OpenAsync(hub);
        Assert.Equal("unknown_conversation", await CodeAsync(hub.StreamAsync("Ask", Question(nobody, "a"))));
        Assert.Equal("unknown_message", await CodeAsync(hub.StreamAsync("Resume", nobody, 0)));
        Assert.Equal("unknown_message", await CodeAsync(hub.StreamAsync("Resume", "no id", 0)));
        await using HubConnection other = await server.ConnectAsync();
        HubError stranger = await Assert.ThrowsAsync<HubError>(() => other.InvokeAsync("Rate", new { messageId = nobody, rating = "up" }));
        Assert.Equal("unknown_conversation", stranger.Code);
        HubError unknown = await Assert.ThrowsAsync<HubError>(() => hub.InvokeAsync("Rate", new { messageId = nobody, rating = "up" }));
        Assert.Equal("unknown_message", unknown.Code);
    }

    [Fact]
    public async Task Messages_of_a_conversation_that_is_not_open_answer_as_unknown_ones()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await OpenAsync(hub);
        await using IAsyncEnumerator<JsonElement> answer = hub.StreamAsync("Ask", Question(conversation, "a")).GetAsyncEnumerator();
        model.Say(s_pieces[0]);
        await answer.MoveNextAsync();
        string message = Id(answer.Current);
        await using HubConnection stranger = await server.ConnectAsync();
        Assert.NotEqual(conversation, await stranger.OpenAsync("stranger", conversation));

        foreach (string id in new[] { message, Guid.NewGuid().ToString() })
        {
            Assert.Equal("unknown_message", await CodeAsync(stranger.StreamAsync("Resume", id, 0)));
            Assert.Equal("unknown_message", await CodeAsync(stranger.StreamAsync("Regenerate", new { messageId = id, clientMessageId = "x" })));
            foreach ((string method, object argument) in new (string, object)[]
            {
                ("Stop", id), ("Rate", new { messageId = id, rating = "down" }), ("Suggest", new { messageId = id, text = "No." }),
            })
            {
                Assert.Equal("unknown_message", (await Assert.ThrowsAsync<HubError>(() => stranger.InvokeAsync(method, argument))).Code);
            }
        }

        Assert.Equal(1, model.Running);
        model.SayAll(s_pieces[1..]);
        JsonElement last = answer.Current;
        while (await answer.MoveNextAsync())
        {
            last = answer.Current;
        }

        Assert.Equal(("completed", s_answer), (Kind(last), last.TextOf()));
        Assert.Empty((await server.GetAsync("/api/review")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task The_same_client_message_asks_once_and_follows_the_same_answer()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await OpenAsync(hub);
        model.SayAll(s_pieces);
        List<JsonElement> first = await hub.StreamAsync("Ask", Question(conversation, "same")).ToListAsync();
        List<JsonElement> again = await hub.StreamAsync("Ask", Question(conversation, "same")).ToListAsync();
        Assert.Equal(Id(first[0]), Id(again[0]));
        Assert.Equal(s_answer, Text(again.Where(step => Kind(step) == "text")));
        Assert.Equal(2, (await server.GetAsync($"/api/conversations/{conversation}")).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task A_dropped_socket_loses_nothing_and_a_resume_gives_exactly_the_rest()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        HubConnection hub = await server.ConnectAsync();
        string conversation = await OpenAsync(hub);
        IAsyncEnumerator<JsonElement> answer = hub.StreamAsync("Ask", Question(conversation, "a")).GetAsyncEnumerator();
        Assert.True(await answer.MoveNextAsync());
        List<JsonElement> seen = [answer.Current];
        // One piece a time, so that there are as many places to resume from.
        foreach (string piece in s_pieces[..3])
        {
            model.Say(piece);
            await Task.Delay(80, Stop);
        }

        while (Text(seen.Where(step => Kind(step) == "text")).Length < "Standard shipping costs ".Length)
        {
            Assert.True(await answer.MoveNextAsync());
            seen.Add(answer.Current);
        }

        hub.Drop();
        await Assert.ThrowsAsync<WebSocketException>(async () => await answer.MoveNextAsync());
        await hub.DisposeAsync();
        model.SayAll(s_pieces[3..]);

        await using HubConnection next = await server.ConnectAsync();
        await next.OpenAsync(conversation: conversation);
        string message = Id(seen[0]);
        Dictionary<int, string> before = new() { [0] = "" };
        foreach (JsonElement step in seen.Where(step => Kind(step) == "text"))
        {
            before[Number(step)] = before.Values.Last() + step.GetProperty("text").GetString();
        }

        Assert.True(before.Count > 1);
        foreach ((int number, string text) in before)
        {
            List<JsonElement> rest = await next.StreamAsync("Resume", message, number).ToListAsync();
            Assert.Equal(s_answer, text + Text(rest.Where(step => Kind(step) == "text")));
            Assert.Equal("completed", Kind(rest[^1]));
        }
    }

    [Fact]
    public async Task Stop_ends_the_model_and_keeps_what_was_said()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await OpenAsync(hub);
        List<JsonElement> events = [];
        model.Say(s_pieces[0]);
        await foreach (JsonElement step in hub.StreamAsync("Ask", Question(conversation, "a")))
        {
            events.Add(step);
            if (Kind(step) == "text")
            {
                await hub.InvokeAsync("Stop", Id(step));
                Assert.Equal(0, model.Running);
            }
        }

        Assert.Equal("stopped", Kind(events[^1]));
        Assert.Equal(s_pieces[0], events[^1].GetProperty("text").GetString());
        await hub.InvokeAsync("Stop", Id(events[0]));
        await AssertAnswersAsync(hub, model, conversation);
    }

    [Fact]
    public async Task A_rating_sent_twice_is_stored_once_and_a_suggestion_waits_for_an_agent()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await OpenAsync(hub);
        model.SayAll(s_pieces);
        string message = Id((await hub.StreamAsync("Ask", Question(conversation, "a")).ToListAsync())[0]);
        await hub.InvokeAsync("Rate", new { messageId = message, rating = "up" });
        await hub.InvokeAsync("Rate", new { messageId = message, rating = "down", reason = "too long" });
        await hub.InvokeAsync("Rate", new { messageId = message, rating = "down", reason = "too long" });
        await hub.InvokeAsync("Suggest", new { messageId = message, text = "4.90 euros." });

        JsonElement item = Assert.Single((await server.GetAsync("/api/review")).GetProperty("items").EnumerateArray());
        Assert.Equal(
            (message, "down", "too long", "4.90 euros."),
            (item.GetProperty("messageId").GetString(), item.GetProperty("rating").GetString(),
                item.GetProperty("reason").GetString(), item.GetProperty("suggestion").GetString()));
        JsonElement reopened = await hub.InvokeAsync("Start", new { conversationId = conversation, visitorId = "visitor" });
        Assert.Equal("down", reopened.GetProperty("messages")[1].GetProperty("rating").GetString());
        Assert.Equal(0, (await server.GetAsync("/api/learning")).GetProperty("newPairs").GetInt32());
    }

    [Fact]
    public async Task What_a_killed_server_left_unfinished_is_ended_at_the_next_start_and_keeps_its_text()
    {
        PacedChatClient model = new();
        TestServer server = await TestServer.StartAsync(model);
        ConversationStore store = server.Get<ConversationStore>();
        string data = server.Data;
        Guid conversation = (await store.CreateAsync(server.Tenant, "visitor", Stop)).Id;
        // As a kill leaves it: the row says that the answer is still being written.
        Asked asked = await store.AskAsync(server.Tenant, conversation, "a", "How much?", Stop);
        await store.AppendAsync(server.Tenant, asked.Answer.Id, s_pieces[0], Stop);
        await server.StopAsync();
        await using TestServer next = await TestServer.StartAtAsync(data, model);
        JsonElement found = (await next.GetAsync($"/api/conversations/{conversation}")).GetProperty("messages")[1];
        Assert.Equal(("failed", s_pieces[0]), (found.GetProperty("state").GetString(), found.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_foreign_page_may_not_open_the_socket_unless_it_is_allowed()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient(), ("allowed-origins", "https://shop.example"));
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync(origin: "https://evil.example"));
        await using HubConnection allowed = await server.ConnectAsync(origin: "https://shop.example");
        Assert.NotEmpty(await OpenAsync(allowed));
        await using HubConnection own = await server.ConnectAsync(origin: server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        Assert.NotEmpty(await OpenAsync(own));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<string> OpenAsync(HubConnection hub) =>
        (await hub.InvokeAsync("Start", new { visitorId = "visitor" })).GetProperty("id").GetString()!;

    private static object Question(string conversation, string clientId) =>
        new { conversationId = conversation, clientMessageId = clientId, text = "How much does standard shipping cost?" };

    private static async Task AssertAnswersAsync(HubConnection hub, PacedChatClient model, string conversation)
    {
        model.SayAll(s_pieces);
        List<JsonElement> events = await hub.StreamAsync("Ask", Question(conversation, "after")).ToListAsync();
        Assert.Equal(s_answer, events[^1].GetProperty("text").GetString());
    }

    private static async Task<string> CodeAsync(IAsyncEnumerable<JsonElement> stream) =>
        (await Assert.ThrowsAsync<HubError>(async () => await stream.ToListAsync())).Code;

    private static string Kind(JsonElement step) => step.GetProperty("kind").GetString()!;

    private static string Id(JsonElement step) => step.GetProperty("messageId").GetString()!;

    private static int Number(JsonElement step) => step.GetProperty("sequence").GetInt32();

    private static string Text(IEnumerable<JsonElement> steps) =>
        string.Concat(steps.Select(step => step.GetProperty("text").GetString()));
}
