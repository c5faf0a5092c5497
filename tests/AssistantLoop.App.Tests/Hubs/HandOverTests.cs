using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AssistantLoop.Storage.Conversations;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Tests.Hubs;

public sealed class HandOverTests
{
    [Fact]
    public async Task A_visitor_asks_for_a_person_talks_to_one_and_goes_back_to_the_assistant()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        await using HubConnection console = await server.ConnectConsoleAsync();
        string conversation = await hub.OpenAsync();
        await console.InvokeAsync("WatchInbox");

        JsonElement handling = await hub.InvokeAsync("HandOver", new { conversationId = conversation, reason = "a broken lamp" });
        Assert.Equal("waiting", handling.GetProperty("by").GetString());
        JsonElement row = await console.HearAsync("ConversationChanged");
        Assert.Equal(
            (conversation, "waiting", true),
            (row.GetProperty("id").GetString(), row.GetProperty("by").GetString(), row.GetProperty("online").GetBoolean()));
        Assert.Equal("handed-over", (await hub.HearAsync("MessageAdded")).GetProperty("note").GetString());

        // Stored once and not answered; the visitor is told once that it waits.
        Assert.Empty(await hub.StreamAsync("Ask", HubTalk.Question(conversation, "1", "Hello?")).ToListAsync());
        Assert.Empty(await hub.StreamAsync("Ask", HubTalk.Question(conversation, "1", "Hello?")).ToListAsync());
        Assert.Empty(await hub.StreamAsync("Ask", HubTalk.Question(conversation, "2", "Anybody?")).ToListAsync());
        Assert.Equal("waiting", (await hub.HearAsync("MessageAdded")).GetProperty("note").GetString());
        JsonElement watched = await console.InvokeAsync("WatchConversation", conversation);
        Assert.Equal(
            ["note", "visitor", "note", "visitor"],
            watched.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()));

        (await server.PostAsync($"/api/conversations/{conversation}/take", new { })).EnsureSuccessStatusCode();
        JsonElement taken = await hub.HearAsync("HandlingChanged");
        while (taken.GetProperty("by").GetString() == "waiting")
        {
            taken = await hub.HearAsync("HandlingChanged");
        }

        Assert.Equal(("agent", "agent"), (taken.GetProperty("by").GetString(), taken.GetProperty("agent").GetString()));
        Assert.Equal("taken", (await hub.HearAsync("MessageAdded")).GetProperty("note").GetString());
        foreach (string _ in new[] { "first", "sent again" })
        {
            using HttpResponseMessage said = await server.PostAsync(
                $"/api/conversations/{conversation}/messages", new { text = "We send a new lamp.", clientMessageId = "1" });
            said.EnsureSuccessStatusCode();
        }

        JsonElement heard = await hub.HearAsync("MessageAdded");
        Assert.Equal(
            ("agent", "agent", "We send a new lamp."),
            (heard.GetProperty("role").GetString(), heard.GetProperty("author").GetString(), heard.TextOf()));
        Assert.False(hub.HasHeard("MessageAdded"));
        Assert.Empty(await hub.StreamAsync("Ask", HubTalk.Question(conversation, "3", "Thank you!")).ToListAsync());
        JsonElement thanks = await console.HearAsync("MessageAdded");
        while (thanks.GetProperty("role").GetString() != "visitor")
        {
            thanks = await console.HearAsync("MessageAdded");
        }

        Assert.Equal("Thank you!", thanks.TextOf());
        Assert.Empty(model.Asked);

        await hub.InvokeAsync("BackToAssistant", conversation);
        await hub.AskAsync(model, conversation, "4", "And standard shipping?", "4.90 €.");
        Assert.Contains(model.Asked, message => message.Role == ChatRole.Assistant && message.Text == "We send a new lamp.");
        Assert.DoesNotContain(model.Asked, message => message.Text.Contains("answers again", StringComparison.Ordinal));
        JsonElement audit = await server.GetAsync("/api/audit/newest?action=conversation.");
        Assert.Equal(
            ["conversation.returned", "conversation.taken", "conversation.handed-over"],
            audit.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task A_conversation_of_another_agent_is_refused_with_that_agents_name()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        using HttpResponseMessage untaken = await server.PostAsync(
            $"/api/conversations/{conversation}/messages", new { text = "Hello", clientMessageId = "1" });
        Assert.Equal(HttpStatusCode.Conflict, untaken.StatusCode);
        await server.Get<HandlingStore>().TakeAsync(server.Tenant, Guid.Parse(conversation), "Maria", Stop);

        foreach (string call in new[] { "take", "return", "messages" })
        {
            using HttpResponseMessage refused = await server.PostAsync(
                $"/api/conversations/{conversation}/{call}", new { text = "Hello", clientMessageId = "1" });
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            JsonElement problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Stop);
            Assert.Contains("Maria", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        using HttpResponseMessage chat = await server.PostAsync("/api/chat", new { conversationId = conversation, message = "Hi" });
        Assert.Equal(HttpStatusCode.Conflict, chat.StatusCode);
        using HttpResponseMessage unknown = await server.PostAsync($"/api/conversations/{Guid.NewGuid()}/take", new { });
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using HttpResponseMessage nobody = await server.Http.PostAsJsonAsync(
            new Uri($"/api/conversations/{conversation}/take", UriKind.Relative), new { }, Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task The_inbox_says_who_answers_and_whether_the_visitor_is_there()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        HubConnection hub = await server.ConnectAsync();
        await using HubConnection console = await server.ConnectConsoleAsync();
        await console.InvokeAsync("WatchInbox");
        string conversation = await hub.OpenAsync();
        await hub.InvokeAsync("HandOver", new { conversationId = conversation });
        await console.HearAsync("ConversationChanged");
        JsonElement row = (await server.GetAsync("/api/conversations")).GetProperty("items")[0];
        Assert.Equal(("waiting", true), (row.GetProperty("by").GetString(), row.GetProperty("online").GetBoolean()));
        await using (HubConnection another = await server.ConnectAsync())
        {
            await another.OpenAsync();
            Assert.Equal(1, (await server.GetAsync("/api/conversations?by=people")).GetProperty("total").GetInt32());
            Assert.Equal(1, (await server.GetAsync("/api/conversations?by=assistant")).GetProperty("total").GetInt32());
        }

        await hub.DisposeAsync();

        Assert.False((await console.HearAsync("ConversationChanged")).GetProperty("online").GetBoolean());
        Assert.False((await server.GetAsync("/api/conversations")).GetProperty("items")[0].GetProperty("online").GetBoolean());
    }

    [Fact]
    public async Task Typing_is_told_to_the_other_side_and_ends_with_the_connection()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        HubConnection hub = await server.ConnectAsync();
        await using HubConnection console = await server.ConnectConsoleAsync();
        string conversation = await hub.OpenAsync();
        await console.InvokeAsync("WatchConversation", conversation);

        await console.InvokeAsync("Typing", conversation, true);
        JsonElement agent = await hub.HearAsync("TypingChanged");
        Assert.Equal(
            ("agent", "agent", true),
            (agent.GetProperty("who").GetString(), agent.GetProperty("name").GetString(), agent.GetProperty("typing").GetBoolean()));
        await hub.InvokeAsync("Typing", conversation, true);
        JsonElement visitor = await console.HearAsync("TypingChanged");
        Assert.Equal(("visitor", true), (visitor.GetProperty("who").GetString(), visitor.GetProperty("typing").GetBoolean()));
        await hub.DisposeAsync();
        Assert.False((await console.HearAsync("TypingChanged")).GetProperty("typing").GetBoolean());
        HubError unwatched = await Assert.ThrowsAsync<HubError>(() => console.InvokeAsync("Typing", Guid.NewGuid().ToString(), true));
        Assert.Equal("unknown_conversation", unwatched.Code);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
