using System.Text;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.Erasure;
using AssistantLoop.Learning.Importing;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Erasure;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Importing;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Learning.Tests.Erasure;

public sealed class VisitorErasureTests : LearningTest
{
    private const string Visitor = "visitor-to-forget";
    private const string Sentinel = "my grandmother's zeppelin lands in Quedlinburg";

    private VersionStore Versions => new(Database);

    private ErasureStore Store => new(Database);

    [Fact]
    public async Task Nothing_of_the_visitor_is_left_in_any_file_below_the_data_folder()
    {
        await CorrectManyAsync(11);
        Guid answer = await AskAsync(Visitor, $"Where is it? {Sentinel}?", $"You said: {Sentinel}.");
        FeedbackStore feedback = new(Database);
        await feedback.RateAsync(Tenant, answer, Visitor, RatingDirection.Down, $"no: {Sentinel}", Token);
        await feedback.SuggestAsync(Tenant, answer, Visitor, $"better: {Sentinel}", Token);
        await feedback.CorrectAsync(Tenant, answer, "agent", $"Right: {Sentinel}.", Token);
        Guid theirs = await AskAsync("another", "Hello?", "Hello.");
        await feedback.RateAsync(Tenant, theirs, Visitor, RatingDirection.Up, $"because {Sentinel}", Token);
        ComparisonStore comparisons = new(Database);
        Comparison comparison = await comparisons.AddAsync(
            Tenant, answer, new($"A {Sentinel}", null), new("B", null), "agent", Token);
        await comparisons.ChooseAsync(Tenant, comparison.Id, "agent", BlindChoice.A, $"as {Sentinel}", Token);
        BuiltDataSet built = await BuildAsync();
        Assert.NotEmpty(FilesWithSentinel());

        ErasureReport report = await EraseAsync(ErasurePolicy.Retire);

        Assert.Empty(FilesWithSentinel());
        Assert.Equal(
            new ErasureCounts { Conversations = 1, Messages = 2, Ratings = 3, Corrections = 1, Pairs = 4, Prompts = 1 }, report.Removed);
        Assert.Equal(built.Hash, Assert.Single(report.DataSets).Hash);
        Assert.Null(report.Problem);
        Assert.Equal("Hello.", (await Conversations.MessageAsync(Tenant, theirs, Token))!.Text);
        Assert.All(await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 100, Token), pair => Assert.NotEqual(Visitor, pair.Visitor));
        Assert.Null(await new AuditLog(Database).VerifyAsync(Tenant, Token));
        Assert.DoesNotContain(Files(), file => Holds(file, Visitor));
    }

    [Fact]
    public async Task A_trial_run_tells_the_same_and_changes_nothing()
    {
        (_, AssistantVersion second) = await TrainedOnVisitorAsync();

        ErasureReport trial = await EraseAsync(ErasurePolicy.Retire, dryRun: true);

        Assert.NotEmpty(FilesWithSentinel());
        Assert.Equal(second.Id, (await Versions.ServingAsync(Tenant, Token))!.Id);
        Assert.Empty(await Store.ListAsync(Tenant, 10, Token));
        ErasureReport real = await EraseAsync(ErasurePolicy.Retire);
        Assert.Equal(trial.Removed, real.Removed);
        Assert.Equal(trial.DataSets, real.DataSets);
        Assert.Equal(trial.Versions, real.Versions);
    }

    [Fact]
    public async Task Retiring_lets_the_newest_version_not_trained_on_the_samples_answer()
    {
        (AssistantVersion first, AssistantVersion second) = await TrainedOnVisitorAsync();

        ErasureReport report = await EraseAsync(ErasurePolicy.Retire);

        Assert.Equal([second.Id], report.Versions.Select(version => version.Id));
        Assert.Equal(first.Number, report.Promoted);
        AssistantVersion serving = (await Versions.ServingAsync(Tenant, Token))!;
        Assert.Equal(first.Id, serving.Id);
        Assert.Contains("was trained on samples of a visitor who was erased", serving.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConflictException>(() => PromoteAsync(second));
        Assert.Null(await Versions.PreviousAsync(Tenant, Token));
        await Assert.ThrowsAsync<ConflictException>(() => Versions.RollbackAsync(Tenant, "owner", "back", Token));
        Assert.Null(report.Run);
    }

    [Fact]
    public async Task Where_no_version_can_take_its_place_the_serving_one_stays_and_that_is_told()
    {
        BuiltDataSet built = await DataOfVisitorAsync();
        AssistantVersion only = await AddAsync(built.Hash, 'a');
        await PromoteAsync(only);

        ErasureReport report = await EraseAsync(ErasurePolicy.Retire);

        Assert.Contains("goes on serving", report.Problem, StringComparison.Ordinal);
        Assert.Equal(only.Id, (await Versions.ServingAsync(Tenant, Token))!.Id);
    }

    [Fact]
    public async Task Retraining_queues_one_run_and_the_marked_version_serves_until_its_successor_does()
    {
        (_, AssistantVersion second) = await TrainedOnVisitorAsync();

        ErasureReport report = await EraseAsync(ErasurePolicy.Retrain);

        Assert.Equal(second.Id, (await Versions.ServingAsync(Tenant, Token))!.Id);
        Assert.Equal([second.Id], (await Store.MarkedVersionsAsync(Tenant, Token)).Select(version => version.Id));
        Run run = Assert.Single(await Runs.ListAsync(Tenant, 10, Token), run => run.State == RunState.Queued);
        Assert.Equal(run.Id, report.Run);
        AssistantVersion successor = await AddAsync(null, 'c');
        await PromoteAsync(successor);
        await Assert.ThrowsAsync<ConflictException>(() => PromoteAsync(second));
        Assert.Equal(1, (await Versions.RollbackAsync(Tenant, "owner", "back", Token)).Number);
    }

    [Fact]
    public async Task Only_listing_leaves_versions_and_data_sets_and_a_stricter_policy_may_follow()
    {
        (AssistantVersion first, AssistantVersion second) = await TrainedOnVisitorAsync();

        ErasureReport listed = await EraseAsync(ErasurePolicy.List);

        Assert.Equal([second.Id], listed.Versions.Select(version => version.Id));
        Assert.Equal(second.Id, (await Versions.ServingAsync(Tenant, Token))!.Id);
        Assert.Empty(await Store.MarkedVersionsAsync(Tenant, Token));
        Assert.All(FilesWithSentinel(), file => Assert.Contains("artefacts", file, StringComparison.Ordinal));
        ErasureReport retired = await EraseAsync(ErasurePolicy.Retire);
        Assert.Equal(first.Number, retired.Promoted);
        Assert.Empty(FilesWithSentinel());
        await EraseAsync(ErasurePolicy.List);
        Assert.Equal([second.Id], (await Store.MarkedVersionsAsync(Tenant, Token)).Select(version => version.Id));
        Assert.Equal(2, (await Store.ListAsync(Tenant, 10, Token)).Count);
    }

    [Fact]
    public async Task A_data_set_built_before_and_stored_after_is_refused_and_its_files_are_removed()
    {
        BuiltDataSet built = await DataOfVisitorAsync();
        IReadOnlyList<Guid> members = await DataSets.MembersAsync(Tenant, built.Hash, Token);
        await EraseAsync(ErasurePolicy.Retire);
        string file = Path.Combine(Folder, "late.jsonl");
        await File.WriteAllTextAsync(file, Sentinel, Token);
        string artefact = await Artefacts.PutAsync(file, Token);
        File.Delete(file);

        await Assert.ThrowsAsync<ConflictException>(() => DataSets.AddAsync(
            Tenant,
            new() { Hash = "late", Manifest = "{}", ArtefactHash = artefact, TrainCount = 1, HeldOutCount = 0 },
            members, [], lease: null, Token));
        Assert.NotEmpty(FilesWithSentinel());
        await Finish.RemoveTracesAsync("system", Token);

        Assert.Empty(FilesWithSentinel());
    }

    [Fact]
    public async Task A_run_that_trains_on_the_samples_is_stopped()
    {
        LeasedRun leased = await LeaseAsync();
        await DataOfVisitorAsync(leased.Lease);
        RunLeases leases = new(Database);

        await EraseAsync(ErasurePolicy.Retrain);

        Assert.True(await leases.RenewAsync(leased.Lease, TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public async Task A_prompt_that_others_or_an_import_share_stays()
    {
        Guid mine = await AskAsync(Visitor, "Hi?", "Hello.");
        Guid others = await AskAsync("another", "Hi?", "Hello.");
        Guid imported = await AskAsync(Visitor, "Price?", "5 euros.");
        string chat = """{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Price?"},{"role":"assistant","content":"6"}]}""";
        await new FileImport(new ImportStore(Database)).RunAsync(
            Tenant, "f", new MemoryStream(Encoding.UTF8.GetBytes(chat)), ImportFormat.FromContent, "agent", false, null, Token);
        string shared = (await Conversations.MessageAsync(Tenant, others, Token))!.PromptHash!;
        string of = (await Conversations.MessageAsync(Tenant, imported, Token))!.PromptHash!;

        Assert.Equal(0, (await EraseAsync(ErasurePolicy.Retire)).Removed.Prompts);

        Assert.Null(await Conversations.MessageAsync(Tenant, mine, Token));
        Assert.NotNull(await new PromptStore(Database).FindAsync(Tenant, shared, Token));
        Assert.NotNull(await new PromptStore(Database).FindAsync(Tenant, of, Token));
    }

    [Fact]
    public async Task An_answer_that_streams_while_its_visitor_is_erased_leaves_nothing()
    {
        Conversation talk = await Conversations.CreateAsync(Tenant, Visitor, Token);
        Guid answer = (await Conversations.AskAsync(Tenant, talk.Id, "1", Sentinel, Token)).Answer.Id;
        await EraseAsync(ErasurePolicy.Retire);

        IReadOnlyList<int?> written = await Conversations.WriteAsync(
            Tenant, [new AnswerWrite(answer, Sentinel) { Provenance = new(Guid.NewGuid(), Sentinel, "[]") }], Token);

        Assert.Equal([null], written);
        Assert.Empty(FilesWithSentinel());
    }

    [Fact]
    public async Task Another_tenants_visitor_of_the_same_name_keeps_everything()
    {
        Guid theirs = (await Conversations.AskAsync(
            "other-shop", (await Conversations.CreateAsync("other-shop", Visitor, Token)).Id, "1", "Hi?", Token)).Question.Id;
        await AskAsync(Visitor, "Hi?", "Hello.");
        Assert.Equal(1, (await EraseAsync(ErasurePolicy.Retire)).Removed.Conversations);
        Assert.NotNull(await Conversations.MessageAsync("other-shop", theirs, Token));
    }

    private ConversationStore Conversations => new(Database, "server@test");

    private ErasureFinish Finish => new(new ErasureLeftovers(Database), Versions, Artefacts, Path.Combine(Folder, "runs"));

    private Task<ErasureReport> EraseAsync(ErasurePolicy policy, bool dryRun = false) =>
        new VisitorErasure(Store, new ErasureLeftovers(Database), Finish)
            .RunAsync(Tenant, Visitor, policy, "owner", dryRun, Token);

    private async Task<Guid> AskAsync(string visitor, string question, string given)
    {
        Guid talk = (await Conversations.CreateAsync(Tenant, visitor, Token)).Id;
        Guid answer = (await Conversations.AskAsync(Tenant, talk, Guid.NewGuid().ToString(), question, Token)).Answer.Id;
        string prompt = PromptText.Write([new(ChatRole.System, "Be kind."), new(ChatRole.User, question)]);
        string hash = await new PromptStore(Database).KeepAsync(Tenant, prompt, Token);
        await Conversations.SetProvenanceAsync(Tenant, answer, null, hash, "[]", Token);
        await Conversations.AppendAsync(Tenant, answer, given, Token);
        await Conversations.EndAsync(Tenant, answer, MessageState.Complete, "stop", Token);
        return answer;
    }

    private async Task<BuiltDataSet> DataOfVisitorAsync(RunLease? lease = null)
    {
        await CorrectManyAsync(11);
        Guid answer = await AskAsync(Visitor, $"Where? {Sentinel}?", "I do not know.");
        await new FeedbackStore(Database).CorrectAsync(Tenant, answer, "agent", $"There: {Sentinel}.", Token);
        return await BuildAsync(lease);
    }

    private async Task<BuiltDataSet> BuildAsync(RunLease? lease = null)
    {
        string work = Directory.CreateTempSubdirectory("assistantloop-erasure").FullName;
        LeasedRun? leased = lease is null ? await LeaseAsync() : null;
        BuiltDataSet built = await Builder.BuildAsync(lease ?? leased!.Lease, [], work, Token);
        if (leased is not null)
        {
            await new RunLeases(Database).EndAsync(leased.Lease, RunState.Succeeded, null, null, Token);
        }

        Directory.Delete(work, recursive: true);
        return built;
    }

    /// <summary>Version 1 is the base model, version 2 was trained on the visitor's samples and serves.</summary>
    private async Task<(AssistantVersion First, AssistantVersion Second)> TrainedOnVisitorAsync()
    {
        AssistantVersion first = await AddAsync(null, null);
        await PromoteAsync(first);
        AssistantVersion second = await AddAsync((await DataOfVisitorAsync()).Hash, 'a');
        await PromoteAsync(second);
        return (first, second);
    }

    private Task<AssistantVersion> AddAsync(string? dataSet, char? adapter) => Versions.AddAsync(
        Tenant,
        new()
        {
            BaseHash = "base",
            AdapterHash = adapter is { } name ? new string(name, 64) : null,
            PromptHash = "prompt",
            StyleHash = "style",
            DataSetHash = dataSet,
        },
        "test", lease: null, Token);

    private Task<AssistantVersion> PromoteAsync(AssistantVersion version) =>
        Versions.PromoteAsync(Tenant, version.Id, "owner", "test", lease: null, Token);

    private string[] Files() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);

    private string[] FilesWithSentinel() => [.. Files().Where(file => Holds(file, Sentinel))];

    private static bool Holds(string file, string text)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        ReadOnlySpan<byte> all = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        // As text, and as JSON writes the apostrophe.
        return all.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
            || all.IndexOf(Encoding.UTF8.GetBytes(text.Replace("'", "\\u0027", StringComparison.Ordinal))) >= 0;
    }
}
