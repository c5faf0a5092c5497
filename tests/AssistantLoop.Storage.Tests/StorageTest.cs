using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Importing;
using AssistantLoop.Storage.Prompts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AssistantLoop.Storage.Tests;

/// <summary>A real database in a folder of its own, removed after the test.</summary>
public abstract class StorageTest : IAsyncLifetime
{
    public const string Tenant = "alder-finch";
    public const string Other = "other-shop";

    private Database? database;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("assistantloop-storage-").FullName;

    protected ManualTime Time { get; } = new();

    protected Database Database => database!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ConversationStore Conversations => new(Database, "server@test");

    public async ValueTask InitializeAsync() => database = await Database.OpenAsync(Folder, Time, Token);

    public ValueTask DisposeAsync()
    {
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Changes rows behind the stores' backs.</summary>
    protected void Tamper(string sql, object? values = null)
    {
        using var connection = new SqliteConnection($"Data Source={Database.FilePath};Pooling=False");
        connection.Open();
        connection.Execute(sql, values);
    }

    /// <summary>A question with a complete answer that has its provenance.</summary>
    protected async Task<Message> AnsweredAsync(string tenant = Tenant, string answer = "Within 30 days [1].")
    {
        var conversation = await Conversations.CreateAsync(tenant, "visitor-1", Token);
        var asked = await Conversations.AskAsync(tenant, conversation.Id, "c1", "How long can I return?", Token);
        var prompt = await new PromptStore(Database).KeepAsync(tenant, "[\"the prompt\"]", Token);
        await Conversations.SetProvenanceAsync(tenant, asked.Answer.Id, null, prompt, "[]", Token);
        await Conversations.AppendAsync(tenant, asked.Answer.Id, answer, Token);
        await Conversations.EndAsync(tenant, asked.Answer.Id, MessageState.Complete, "stop", Token);
        return (await Conversations.MessageAsync(tenant, asked.Answer.Id, Token))!;
    }

    /// <summary>Imports rows that answer "Price?"; the first is line 1.</summary>
    protected async Task<ImportRecord> ImportedAsync(params string[] answers)
    {
        ImportStore store = new(Database);
        var import = await store.BeginAsync(Tenant, "faq.csv", string.Join('|', answers), "importer", Token);
        await store.AddAsync(Tenant, import.Id, "importer", [.. answers.Select((answer, at) => new NewImportedRow
        {
            Line = at + 1,
            Kind = PairKind.Imported,
            ContentHash = answer,
            ConversationId = Guid.NewGuid(),
            Prompt = """[{"role":"user","content":"Hello"},{"role":"assistant","content":"Hi!"},{"role":"user","content":"Price?"}]""",
            Chosen = answer,
        })], Token);
        return import;
    }

    /// <summary>An agent prefers "first" to "second" as the answer to a visitor's question.</summary>
    protected async Task<Comparison> ChosenAsync(string author = "agent")
    {
        var answer = await AnsweredAsync();
        ComparisonStore store = new(Database);
        var comparison = await store.AddAsync(Tenant, answer.Id, new("first", null), new("second", null), "agent", Token);
        await store.ChooseAsync(Tenant, comparison.Id, author, BlindChoice.A, "kinder", Token);
        return comparison;
    }
}
