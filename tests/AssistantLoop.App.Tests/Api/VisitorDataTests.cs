using System.Net;
using System.Text;
using System.Text.Json;
using AssistantLoop.App.Retention;
using AssistantLoop.App.Tests.Hubs;
using AssistantLoop.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace AssistantLoop.App.Tests.Api;

/// <summary>A visitor's words in every place that keeps them: read out, erased, and gone when their time is over.</summary>
public sealed class VisitorDataTests : IAsyncLifetime
{
    private const string Marker = "zeppelin-quedlinburg";
    private const string Visitor = "visitor-of-the-marker";

    private readonly PacedChatClient _model = new();
    private Listener _webhook = null!;
    private TestServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _webhook = await Listener.StartAsync((context, _) => context.Response.WriteAsJsonAsync(new { result = $"{Marker} is on its way." }));
        using SampleBusiness business = new($$"""
            private_webhooks: true
            rules: [Be kind.]
            actions:
              - name: track_order
                title: Track an order
                description: track an order
                webhook: {{_webhook.Address}}track
                confirm: Shall I look up order {order}?
                parameters:
                  properties:
                    order: {type: string}
                  required: [order]
            """);
        _server = await TestServer.StartAsync(_model, ("business", business.Folder));
        await LeaveWordsAsync();
    }

    [Fact]
    public async Task An_export_holds_actions_traces_notes_agents_words_and_satisfaction()
    {
        JsonElement talk = Assert.Single((await _server.GetAsync($"/api/visitors/{Visitor}/export")).GetProperty("conversations").EnumerateArray());

        JsonElement action = Assert.Single(talk.GetProperty("actions").EnumerateArray());
        Assert.Equal(("done", Marker), (action.Text("state"), action.GetProperty("arguments").Text("order")));
        Assert.Contains(Marker, action.Text("result"), StringComparison.Ordinal);
        Assert.Equal((4, $"{Marker} was quick"), (talk.GetProperty("satisfaction").GetInt32(), talk.Text("satisfactionComment")));
        Assert.Equal(("de", "web", $"https://shop.example/{Marker}"), (talk.Text("language"), talk.Text("channel"), talk.Text("page")));
        JsonElement[] messages = [.. talk.GetProperty("messages").EnumerateArray()];
        Assert.Equal(["user", "assistant", "user", "assistant", "note", "note", "agent"], messages.Select(message => message.Text("role")));
        Assert.Equal(("agent", $"We look for {Marker}."), (messages[^1].Text("author"), messages[^1].Text("text")));
        Assert.Contains(Marker, messages[4].Text("text"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, messages[1].GetProperty("trace").ValueKind);
    }

    [Fact]
    public async Task After_an_erasure_no_table_and_no_file_holds_a_word_of_the_visitors()
    {
        string[] before = TablesWith(Marker);
        Assert.Superset(
            new HashSet<string>(["messages", "message_pieces", "prompts", "conversations", "actions", "ratings", "suggestions", "corrections"]),
            new HashSet<string>(before));

        await _server.Agent.CallAsync(HttpMethod.Post, $"/api/visitors/{Visitor}/erase", new { policy = "retire" });

        Assert.Empty(TablesWith(Marker));
        Assert.Empty(TablesWith(Visitor));
        Assert.Empty(FilesWith(Marker));
    }

    [Fact]
    public async Task What_is_older_than_it_is_kept_goes_with_all_that_hangs_on_it()
    {
        using (SqliteConnection database = Open())
        using (SqliteCommand age = database.CreateCommand())
        {
            age.CommandText = "UPDATE conversations SET updated_at = '2001-01-01T00:00:00.0000000+00:00'";
            age.ExecuteNonQuery();
        }

        await _server.Agent.CallAsync(HttpMethod.Put, "/api/retention", new { conversationDays = 30 });
        await _server.Get<RetentionRun>().ApplyAsync(_server.Tenant, Stop);

        Assert.Empty(TablesWith(Marker));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _webhook.DisposeAsync();
    }

    private async Task LeaveWordsAsync()
    {
        await using HubConnection hub = await _server.ConnectAsync();
        string talk = (await hub.InvokeAsync("Start", new
        {
            visitorId = Visitor, language = "de", channel = "web", page = $"https://shop.example/{Marker}?q=1",
        })).Text("id");
        List<JsonElement> proposed = await hub.AskAsync(
            _model, talk, "1", $"Where is {Marker}?", $$"""{"action": "track_order", "order": "{{Marker}}"}""");
        string action = proposed[^1].GetProperty("actions")[0].Text("id");
        Assert.Equal("done", (await hub.InvokeAsync("Confirm", new { actionId = action, confirmed = true })).Text("state"));
        string answer = (await hub.AskAsync(_model, talk, "2", $"And what is {Marker}?", "It is ", Marker, "."))[^1].Id();
        await hub.InvokeAsync("Rate", new { messageId = answer, rating = "down", reason = $"not about {Marker}" });
        await hub.InvokeAsync("Suggest", new { messageId = answer, text = $"{Marker} lands at noon." });
        await _server.Agent.CallAsync(HttpMethod.Post, $"/api/messages/{answer}/flags", new { label = "wrong" }, HttpStatusCode.NoContent);
        await _server.Agent.CallAsync(HttpMethod.Post, $"/api/messages/{answer}/corrections", new { text = $"{Marker} lands at one." }, HttpStatusCode.Created);
        await hub.InvokeAsync("HandOver", new { conversationId = talk, reason = $"{Marker} is late" });
        await _server.Agent.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/take", new { });
        await _server.Agent.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/messages", new { text = $"We look for {Marker}.", clientMessageId = "1" });
        await hub.InvokeAsync("Satisfaction", new { conversationId = talk, score = 4, comment = $"{Marker} was quick" });
    }

    private SqliteConnection Open()
    {
        SqliteConnection database = new($"Data Source={_server.Get<Database>().FilePath};Pooling=False");
        database.Open();
        return database;
    }

    private string[] TablesWith(string words)
    {
        using SqliteConnection database = Open();
        List<string> tables = [];
        using (SqliteCommand names = database.CreateCommand())
        {
            names.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
            using SqliteDataReader reader = names.ExecuteReader();
            while (reader.Read())
            {
                tables.Add(reader.GetString(0));
            }
        }

        return [.. tables.Where(table => Holds(database, table, words))];
    }

    private static bool Holds(SqliteConnection database, string table, string words)
    {
        using SqliteCommand rows = database.CreateCommand();
        rows.CommandText = $"SELECT * FROM \"{table}\"";
        using SqliteDataReader reader = rows.ExecuteReader();
        while (reader.Read())
        {
            for (int column = 0; column < reader.FieldCount; column++)
            {
                string value = reader.GetValue(column) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{reader.GetValue(column)}";
                if (value.Contains(words, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private string[] FilesWith(string words) =>
    [
        .. Directory.GetFiles(_server.Data, "*", SearchOption.AllDirectories).Where(file =>
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            return bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) >= 0;
        }),
    ];
}
