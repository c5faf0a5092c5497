using AssistantLoop.Storage;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Tests.Experiments;

/// <summary>A real database with versions, and visitors who ask and rate at times that the test says.</summary>
public abstract class LiveTest : IAsyncLifetime
{
    protected const string Tenant = "alder-finch";

    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-live").FullName;
    private Database? _database;
    private int _visitors;

    protected Database Database => _database!;

    protected ManualTime Time { get; } = new();

    protected VersionStore Versions => new(Database);

    protected ExperimentStore Experiments => new(Database);

    protected LiveAnswers Answers => new(Database);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await Database.OpenAsync(_folder, Time, Token);

    public ValueTask DisposeAsync()
    {
        Database.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<AssistantVersion> AddAsync() => Versions.AddAsync(
        Tenant, new NewVersion { BaseHash = "base", PromptHash = "prompt", StyleHash = "style" }, "test", null, Token);

    protected Task<AssistantVersion> PromoteAsync(AssistantVersion version) =>
        Versions.PromoteAsync(Tenant, version.Id, "owner", "better", null, Token);

    /// <summary>A visitor asks a version once and, perhaps, rates; a second goes by.</summary>
    /// <returns>The answer's id.</returns>
    protected async Task<Guid> VisitAsync(
        Guid version, bool? up = null, string answer = "Within 30 days [1].", string? visitor = null,
        string question = "How long can I return?", string passages = "[{}]")
    {
        ConversationStore conversations = new(Database, "server@test");
        visitor ??= $"visitor:{_visitors++}";
        Guid talk = (await conversations.CreateAsync(Tenant, visitor, Token)).Id;
        Guid message = (await conversations.AskAsync(Tenant, talk, "c", question, Token)).Answer.Id;
        string prompt = await new PromptStore(Database).KeepAsync(Tenant, "[\"prompt\"]", Token);
        await conversations.SetProvenanceAsync(Tenant, message, version, prompt, passages, Token);
        await conversations.AppendAsync(Tenant, message, answer, Token);
        await conversations.EndAsync(Tenant, message, MessageState.Complete, "stop", Token);
        if (up is { } rated)
        {
            RatingDirection direction = rated ? RatingDirection.Up : RatingDirection.Down;
            await new FeedbackStore(Database).RateAsync(Tenant, message, visitor, direction, null, Token);
        }

        Time.Advance(TimeSpan.FromSeconds(1));
        return message;
    }

    protected async Task<IReadOnlyList<AuditEntry>> AuditAsync(string action) =>
        [.. (await new AuditLog(Database).ReadAsync(Tenant, 0, 100_000, Token)).Where(entry => entry.Action == action)];
}

/// <summary>A clock that moves when a test says so.</summary>
public sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
