using AssistantLoop.Chat.Prompts;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Runs;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Learning.Tests;

/// <summary>A real database in a folder of its own, with corrections as agents give them.</summary>
public abstract class LearningTest : IAsyncLifetime
{
    protected const string Tenant = "alder-finch";

    private Database? _database;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("assistantloop-learning").FullName;

    protected Database Database => _database!;

    protected IArtefactStore Artefacts => new FolderArtefactStore(Folder, TimeProvider.System);

    protected RunStore Runs => new(Database);

    protected PreferencePairs Pairs => new(Database);

    protected DataSetStore DataSets => new(Database);

    protected DataSetBuilder Builder => new(Pairs, new DocumentStore(Database), DataSets, Artefacts);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await Database.OpenAsync(Folder, TimeProvider.System, Token);

    public ValueTask DisposeAsync()
    {
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>An answer that an agent corrected; without a conversation, in one of its own.</summary>
    protected async Task<Guid> CorrectAsync(string question, string right, string given = "I do not know.", Guid? conversation = null)
    {
        ConversationStore conversations = new(Database, "server@test");
        Guid talk = conversation ?? (await conversations.CreateAsync(Tenant, "visitor", Token)).Id;
        Guid answer = (await conversations.AskAsync(Tenant, talk, Guid.NewGuid().ToString(), question, Token)).Answer.Id;
        string prompt = PromptText.Write([new(ChatRole.System, "Be kind."), new(ChatRole.User, question)]);
        string hash = await new PromptStore(Database).KeepAsync(Tenant, prompt, Token);
        await conversations.SetProvenanceAsync(Tenant, answer, null, hash, "[]", Token);
        await conversations.AppendAsync(Tenant, answer, given, Token);
        await conversations.EndAsync(Tenant, answer, MessageState.Complete, "stop", Token);
        await new FeedbackStore(Database).CorrectAsync(Tenant, answer, "agent", right, Token);
        return talk;
    }

    /// <summary>Corrections of different questions, each in a conversation of its own.</summary>
    protected async Task CorrectManyAsync(int count, int from = 0)
    {
        foreach (int i in Enumerable.Range(from, count))
        {
            await CorrectAsync($"What costs item {i}?", $"Item {i} costs {i} euros.");
        }
    }

    /// <summary>A run that a worker has just taken.</summary>
    protected async Task<LeasedRun> LeaseAsync()
    {
        await Runs.EnqueueAsync(Tenant, new NewRun("sft", "{}", null, "test", "test"), Token);
        return (await new RunLeases(Database).TryLeaseAsync("worker", TimeSpan.FromMinutes(5), Token))!;
    }
}
