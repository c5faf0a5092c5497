using System.Text.Json;

namespace AssistantLoop.App.Tests.Hubs;

public sealed class RevisionTests
{
    [Fact]
    public async Task A_regenerated_answer_takes_the_place_of_the_first_on_the_page_and_in_the_prompt()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        string first = (await hub.AskAsync(model, conversation, "a", "Price?", "Five."))[0].Id();

        model.SayAll("Six.");
        List<JsonElement> again = await hub.StreamAsync("Regenerate", new { messageId = first, clientMessageId = "r" }).ToListAsync();

        Assert.NotEqual(first, again[0].Id());
        Assert.Equal("Six.", again[^1].TextOf());
        Assert.Equal(["Price?", "Six."], (await hub.ViewAsync(conversation: conversation)).Texts());
        JsonElement kept = (await server.GetAsync($"/api/conversations/{conversation}")).GetProperty("messages");
        Assert.Equal(
            (3, again[0].Id()), (kept.GetArrayLength(), kept[1].GetProperty("replacedBy").GetString()));
        await hub.AskAsync(model, conversation, "b", "Really?", "Yes.");
        Assert.Contains(model.Asked, message => message.Text.Contains("Six.", StringComparison.Ordinal));
        Assert.DoesNotContain(model.Asked, message => message.Text.Contains("Five.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_wish_for_another_answer_or_for_other_words_is_met_once()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        JsonElement started = (await hub.AskAsync(model, conversation, "a", "Price?", "Five."))[0];
        object regenerate = new { messageId = started.Id(), clientMessageId = "r" };
        object edit = new { messageId = started.GetProperty("visitorMessageId").GetString(), clientMessageId = "e", text = "Price of tea?" };
        foreach ((string method, object request) in new[] { ("Regenerate", regenerate), ("Edit", edit) })
        {
            model.SayAll("Once.");
            List<JsonElement> first = await hub.StreamAsync(method, request).ToListAsync();
            List<JsonElement> second = await hub.StreamAsync(method, request).ToListAsync();
            Assert.Equal(first[0].Id(), second[0].Id());
            Assert.Equal("Once.", second[^1].TextOf());
        }

        Assert.Equal(5, (await server.GetAsync($"/api/conversations/{conversation}")).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task An_edited_message_and_its_answer_are_hidden_and_other_pages_hear_it()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        await using HubConnection other = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        await other.OpenAsync(conversation: conversation);
        string question = (await hub.AskAsync(model, conversation, "a", "Prize?", "Which?"))[0].GetProperty("visitorMessageId").GetString()!;

        model.SayAll("Five.");
        List<JsonElement> steps = await hub.StreamAsync("Edit", new { messageId = question, clientMessageId = "e", text = "Price?" }).ToListAsync();

        Assert.Equal("Five.", steps[^1].TextOf());
        Assert.Equal(["Price?", "Five."], (await hub.ViewAsync(conversation: conversation)).Texts());
        Assert.DoesNotContain(model.Asked, message => message.Text.Contains("Prize?", StringComparison.Ordinal));
        JsonElement[] replaced = [await other.HearAsync("MessageAdded"), await other.HearAsync("MessageAdded")];
        Assert.Equal(["Prize?", "Which?"], replaced.Select(message => message.TextOf()));
        Assert.Equal(steps[0].Id(), replaced[1].GetProperty("replacedBy").GetString());
        await other.HearAsync("AnswerStarted");
        Assert.Equal(steps[0].Id(), (await other.HearAsync("AnswerStarted")).GetString());
    }

    [Fact]
    public async Task Only_the_end_of_the_own_conversation_is_changed()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        JsonElement first = (await hub.AskAsync(model, conversation, "a", "One?", "1"))[0];
        string question = first.GetProperty("visitorMessageId").GetString()!;
        await hub.AskAsync(model, conversation, "b", "Two?", "2");
        object edit = new { messageId = question, clientMessageId = "e", text = "Three?" };
        object regenerate = new { messageId = first.Id(), clientMessageId = "r" };

        Assert.Equal("not_last", await hub.StreamAsync("Edit", edit).CodeAsync());
        Assert.Equal("not_last", await hub.StreamAsync("Regenerate", regenerate).CodeAsync());
        await using HubConnection stranger = await server.ConnectAsync();
        await stranger.OpenAsync("stranger");
        Assert.Equal("unknown_message", await stranger.StreamAsync("Edit", edit).CodeAsync());
        Assert.Equal("unknown_message", await stranger.StreamAsync("Regenerate", regenerate).CodeAsync());
        Assert.Equal(4, (await server.GetAsync($"/api/conversations/{conversation}")).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task An_answer_that_still_streams_is_stopped_by_its_regeneration()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        model.Say("Fi");
        await using IAsyncEnumerator<JsonElement> first = hub.StreamAsync("Ask", HubTalk.Question(conversation, "a")).GetAsyncEnumerator();
        while (await first.MoveNextAsync() && first.Current.Kind() != "text")
        {
        }

        Task<List<JsonElement>> again = hub.StreamAsync("Regenerate", new { messageId = first.Current.Id(), clientMessageId = "r" }).ToListAsync().AsTask();
        Assert.True(await first.MoveNextAsync());
        Assert.Equal("stopped", first.Current.Kind());
        model.SayAll("Six.");

        Assert.Equal("Six.", (await again)[^1].TextOf());
    }
}
