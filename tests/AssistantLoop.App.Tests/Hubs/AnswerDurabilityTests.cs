using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using Microsoft.Data.Sqlite;

namespace AssistantLoop.App.Tests.Hubs;

public sealed class AnswerDurabilityTests
{
    [Fact]
    public async Task Text_is_shown_while_the_disk_is_not_ready_and_is_all_stored_in_the_end()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        await using IAsyncEnumerator<JsonElement> answer = hub.StreamAsync("Ask", HubTalk.Question(conversation, "a")).GetAsyncEnumerator();
        await answer.MoveNextAsync();
        string message = answer.Current.Id();
        using SqliteConnection other = new($"Data Source={server.Get<Database>().FilePath};Pooling=False");
        other.Open();
        using (SqliteTransaction holding = other.BeginTransaction(deferred: false))
        {
            foreach (string piece in new[] { "Grüße ", "🌱 ", "again" })
            {
                model.Say(piece);
                Assert.True(await answer.MoveNextAsync());
                Assert.Equal(("text", piece), (answer.Current.Kind(), answer.Current.TextOf()));
            }

            holding.Rollback();
        }

        model.SayAll();
        Assert.True(await answer.MoveNextAsync());
        Assert.Equal(("completed", "Grüße 🌱 again"), (answer.Current.Kind(), answer.Current.TextOf()));
        MessageTail stored = (await server.Get<ConversationStore>().TailAsync(server.Tenant, Guid.Parse(message), 1, Stop))!;
        Assert.Equal([(2, "🌱 "), (3, "again")], stored.Pieces.Select(piece => (piece.Sequence, piece.Text)));
    }

    [Fact]
    public async Task Who_saw_more_than_a_killed_server_had_stored_is_told_what_stands()
    {
        PacedChatClient model = new();
        TestServer server = await TestServer.StartAsync(model);
        ConversationStore store = server.Get<ConversationStore>();
        string data = server.Data;
        Guid conversation = (await store.CreateAsync(server.Tenant, VisitorId.Of("visitor"), Stop)).Id;
        Asked asked = await store.AskAsync(server.Tenant, conversation, "a", "How much?", Stop);
        await store.WriteAsync(server.Tenant, [new(asked.Answer.Id, "Five ", "eu")], Stop);
        await server.StopAsync();

        await using TestServer next = await TestServer.StartAtAsync(data, model);
        await using HubConnection hub = await next.ConnectAsync();
        await hub.OpenAsync(conversation: conversation.ToString());
        List<JsonElement> rest = await hub.StreamAsync("Resume", asked.Answer.Id.ToString(), 7).ToListAsync();

        JsonElement end = Assert.Single(rest);
        Assert.Equal(
            ("failed", 2, "Five eu"), (end.Kind(), end.GetProperty("sequence").GetInt32(), end.TextOf()));
        Assert.Null(await next.Get<ConversationStore>().AppendAsync(next.Tenant, asked.Answer.Id, "ros", Stop));
    }

    [Fact]
    public async Task An_answer_that_another_node_writes_is_followed_as_it_is_stored()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        ConversationStore elsewhere = new(server.Get<Database>(), "server@elsewhere");
        Guid conversation = (await elsewhere.CreateAsync(server.Tenant, VisitorId.Of("visitor"), Stop)).Id;
        Guid answer = (await elsewhere.AskAsync(server.Tenant, conversation, "a", "How much?", Stop)).Answer.Id;
        await elsewhere.WriteAsync(server.Tenant, [new(answer, "Fi", "ve ")], Stop);
        await using HubConnection hub = await server.ConnectAsync();
        await hub.OpenAsync(conversation: conversation.ToString());
        await using IAsyncEnumerator<JsonElement> steps = hub.StreamAsync("Resume", answer.ToString(), 1).GetAsyncEnumerator();

        Assert.True(await steps.MoveNextAsync());
        Assert.Equal((2, "ve "), (steps.Current.GetProperty("sequence").GetInt32(), steps.Current.TextOf()));
        await elsewhere.WriteAsync(
            server.Tenant, [new(answer, "euros") { After = 2, End = new(MessageState.Complete, "stop") }], Stop);
        Assert.True(await steps.MoveNextAsync());
        Assert.Equal((3, "euros"), (steps.Current.GetProperty("sequence").GetInt32(), steps.Current.TextOf()));
        Assert.True(await steps.MoveNextAsync());
        Assert.Equal(("completed", "Five euros"), (steps.Current.Kind(), steps.Current.TextOf()));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
