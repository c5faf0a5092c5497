using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Tests.Feedback;

public sealed class PairDecisionsTests : StorageTest
{
    private FeedbackStore Feedback => new(Database);

    private PreferencePairs Pairs => new(Database);

    private PairDecisions Decisions => new(Database);

    [Fact]
    public async Task A_decision_is_read_with_its_pair_and_can_be_taken_back()
    {
        var pair = await ThumbAsync();

        Assert.Equal(PairDecision.None, pair.Decision);
        Assert.True(await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.Confirmed, "fair", "agent", Token));
        Assert.False(await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.Confirmed, "fair", "agent", Token));
        Assert.Equal(PairDecision.Confirmed, await DecisionAsync(pair.Id));
        Assert.True(await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.Excluded, null, "agent", Token));
        Assert.Equal(PairDecision.Excluded, await DecisionAsync(pair.Id));
        Assert.True(await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.None, null, "agent", Token));
        Assert.Equal(PairDecision.None, await DecisionAsync(pair.Id));

        var log = (await new AuditLog(Database).ReadAsync(Tenant, 0, 100, Token)).Where(entry => entry.Action == "feedback.decided").ToList();
        Assert.Equal(3, log.Count);
        Assert.DoesNotContain(log, entry => entry.Details.Contains("fair", StringComparison.Ordinal));
        await Assert.ThrowsAsync<NotFoundException>(
            () => Decisions.DecideAsync(Other, pair.Id, PairDecision.Confirmed, null, "agent", Token));
    }

    [Fact]
    public async Task An_excluded_piece_does_not_count_as_new_until_it_is_let_in_again()
    {
        var pair = await ThumbAsync();
        await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.Excluded, null, "agent", Token);
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
        await BuildAsync("without", [], [pair.Id]);

        await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.None, null, "agent", Token);

        Assert.Equal(1, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
    }

    [Fact]
    public async Task A_confirmed_thumb_that_was_left_out_counts_as_new_and_one_in_the_newest_data_set_does_not()
    {
        var leftOut = await ThumbAsync();
        var held = await ThumbAsync();
        await BuildAsync("with one", [held.Id], [leftOut.Id]);
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);

        await Decisions.DecideAsync(Tenant, held.Id, PairDecision.Confirmed, null, "agent", Token);
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
        await Decisions.DecideAsync(Tenant, leftOut.Id, PairDecision.Confirmed, null, "agent", Token);
        Assert.Equal(leftOut.Id, Assert.Single(await Pairs.ReadUnusedAsync(Tenant, 10, Token)).Id);
    }

    [Fact]
    public async Task What_only_an_older_data_set_holds_counts_as_new_when_its_exclusion_is_taken_back()
    {
        var pair = await ThumbAsync();
        await BuildAsync("old", [pair.Id], []);
        await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.Excluded, null, "agent", Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        await BuildAsync("new", [], [pair.Id]);

        await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.None, null, "agent", Token);

        Assert.Single(await Pairs.ReadUnusedAsync(Tenant, 10, Token));
    }

    [Fact]
    public async Task Excluding_an_identity_takes_out_what_it_gave_and_gives_later()
    {
        var before = await ThumbAsync("flood");
        var another = await ThumbAsync("somebody");
        Assert.Equal(1, await Decisions.DecideIdentityAsync(Tenant, "flood", PairDecision.Excluded, "a flood", "agent", Token));
        Time.Advance(TimeSpan.FromMinutes(1));
        var after = await ThumbAsync("flood");

        Assert.Equal(PairDecision.Excluded, await DecisionAsync(before.Id));
        Assert.Equal(PairDecision.Excluded, await DecisionAsync(after.Id));
        Assert.Equal(PairDecision.None, await DecisionAsync(another.Id));
        Assert.Equal(1, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);

        await Decisions.DecideIdentityAsync(Tenant, "flood", PairDecision.None, null, "agent", Token);
        Assert.Equal(3, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
        await Assert.ThrowsAsync<NotFoundException>(
            () => Decisions.DecideIdentityAsync(Tenant, "nobody", PairDecision.Excluded, null, "agent", Token));
    }

    [Fact]
    public async Task Confirming_an_identity_confirms_what_it_gave_so_far_only()
    {
        var before = await ThumbAsync("new visitor");
        await Decisions.DecideIdentityAsync(Tenant, "new visitor", PairDecision.Confirmed, null, "agent", Token);
        Time.Advance(TimeSpan.FromMinutes(1));
        var after = await ThumbAsync("new visitor");

        Assert.Equal(PairDecision.Confirmed, await DecisionAsync(before.Id));
        Assert.Equal(PairDecision.None, await DecisionAsync(after.Id));
    }

    [Fact]
    public async Task A_decision_on_the_piece_goes_before_the_one_on_its_author()
    {
        var pair = await ThumbAsync("flood");
        await Decisions.DecideIdentityAsync(Tenant, "flood", PairDecision.Excluded, null, "agent", Token);
        await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.Confirmed, null, "agent", Token);
        Assert.Equal(PairDecision.Confirmed, await DecisionAsync(pair.Id));
        await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.None, null, "agent", Token);
        Assert.Equal(PairDecision.Excluded, await DecisionAsync(pair.Id));
    }

    [Fact]
    public async Task A_decision_goes_with_the_conversation_that_it_is_about()
    {
        var pair = await ThumbAsync();
        await Decisions.DecideAsync(Tenant, pair.Id, PairDecision.Excluded, "names a person", "agent", Token);

        Tamper("PRAGMA foreign_keys = ON; DELETE FROM conversations WHERE id = @id", new { id = pair.ConversationId.ToString() });

        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database.FilePath};Pooling=False");
        Assert.Equal(0, Dapper.SqlMapper.QuerySingle<int>(connection, "SELECT COUNT(*) FROM pair_decisions"));
    }

    private async Task<StoredPair> ThumbAsync(string visitor = "v")
    {
        var answer = await AnsweredAsync();
        await Feedback.RateAsync(Tenant, answer.Id, visitor, RatingDirection.Down, null, Token);
        return (await Pairs.ReadAllAsync(Tenant, 100, Token)).Single(pair => pair.MessageId == answer.Id);
    }

    private async Task<PairDecision> DecisionAsync(Guid id) =>
        (await Pairs.ReadAllAsync(Tenant, 100, Token)).Single(pair => pair.Id == id).Decision;

    private Task<bool> BuildAsync(string hash, IReadOnlyList<Guid> members, IReadOnlyList<Guid> leftOut) =>
        new DataSetStore(Database).AddAsync(
            Tenant,
            new DataSet { Hash = hash, Manifest = "{}", ArtefactHash = "a", TrainCount = 1, HeldOutCount = 0 },
            members, leftOut, null, Token);
}
