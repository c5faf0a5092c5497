using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Importing;

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

    [Theory]
    [InlineData(PairKind.Imported, PairDecision.Confirmed)]
    [InlineData(PairKind.Choice, PairDecision.None)]
    public async Task An_imported_row_or_a_choice_is_excluded_and_let_in_again(PairKind kind, PairDecision otherwise)
    {
        var piece = await OtherPieceAsync(kind);
        Assert.Equal(otherwise, piece.Decision);
        await Decisions.DecideAsync(Tenant, piece.Id, PairDecision.Excluded, "wrong", "agent", Token);
        Assert.Equal(PairDecision.Excluded, await DecisionAsync(piece.Id));
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
        Assert.Null(await Pairs.NewestAsync(Tenant, Token));
        await BuildAsync("without", [], [piece.Id]);

        await Decisions.DecideAsync(Tenant, piece.Id, PairDecision.None, null, "agent", Token);

        Assert.Equal(otherwise, await DecisionAsync(piece.Id));
        Assert.Equal(1, (await Pairs.CountUnusedAsync(Tenant, Token)).Telling);
        Assert.Equal(piece.CreatedAt, await Pairs.NewestAsync(Tenant, Token));
        await Assert.ThrowsAsync<NotFoundException>(
            () => Decisions.DecideAsync(Other, piece.Id, PairDecision.Excluded, null, "agent", Token));
    }

    [Theory]
    [InlineData(PairKind.Imported)]
    [InlineData(PairKind.Choice)]
    public async Task What_the_newest_data_set_holds_is_not_new_when_it_is_confirmed(PairKind kind)
    {
        var piece = await OtherPieceAsync(kind);
        await BuildAsync("with", [piece.Id], []);
        await Decisions.DecideAsync(Tenant, piece.Id, PairDecision.Confirmed, null, "agent", Token);
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
    }

    [Theory]
    [InlineData(PairKind.Imported, PairDecision.Confirmed)]
    [InlineData(PairKind.Choice, PairDecision.None)]
    public async Task Excluding_an_identity_takes_out_its_imported_rows_and_choices_too(PairKind kind, PairDecision otherwise)
    {
        var piece = await OtherPieceAsync(kind);
        Assert.Equal(1, await Decisions.DecideIdentityAsync(Tenant, piece.Author, PairDecision.Excluded, null, "agent", Token));
        Assert.Equal(PairDecision.Excluded, await DecisionAsync(piece.Id));
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
        await Decisions.DecideIdentityAsync(Tenant, piece.Author, PairDecision.None, null, "agent", Token);
        Assert.Equal(otherwise, await DecisionAsync(piece.Id));
    }

    [Fact]
    public async Task A_choice_that_prefers_nothing_is_no_piece_to_decide_on()
    {
        await ChosenAsync("ann");
        var chosen = (await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token)).Single();
        Tamper("UPDATE choices SET choice = 'tie'");
        await Assert.ThrowsAsync<NotFoundException>(
            () => Decisions.DecideAsync(Tenant, chosen.Id, PairDecision.Excluded, null, "agent", Token));
    }

    [Theory]
    [InlineData(PairKind.Imported, "DELETE FROM imported_rows")]
    [InlineData(PairKind.Choice, "DELETE FROM conversations")]
    public async Task A_decision_goes_with_the_imported_row_or_the_choice_that_it_is_about(PairKind kind, string removal)
    {
        var piece = await OtherPieceAsync(kind);
        await Decisions.DecideAsync(Tenant, piece.Id, PairDecision.Excluded, "names a person", "agent", Token);

        Tamper($"PRAGMA foreign_keys = ON; {removal}");

        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database.FilePath};Pooling=False");
        Assert.Equal(0, Dapper.SqlMapper.QuerySingle<int>(connection, "SELECT COUNT(*) FROM pair_decisions"));
    }

    [Fact]
    public async Task A_row_that_an_agent_excluded_stays_out_when_its_import_is_undone_and_made_again()
    {
        var piece = await OtherPieceAsync(PairKind.Imported);
        await Decisions.DecideAsync(Tenant, piece.Id, PairDecision.Excluded, null, "agent", Token);
        ImportStore imports = new(Database);
        await imports.UndoAsync(Tenant, (await imports.ListAsync(Tenant, 1, Token))[0].Id, "agent", Token);
        Assert.Empty(await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token));

        await ImportedAsync("5 euros.");

        Assert.Equal(PairDecision.Excluded, await DecisionAsync(piece.Id));
    }

    private async Task<StoredPair> OtherPieceAsync(PairKind kind)
    {
        if (kind == PairKind.Imported)
        {
            await ImportedAsync("5 euros.");
        }
        else
        {
            await ChosenAsync();
        }

        return Assert.Single(await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token));
    }

    private async Task<StoredPair> ThumbAsync(string visitor = "v")
    {
        var answer = await AnsweredAsync();
        await Feedback.RateAsync(Tenant, answer.Id, visitor, RatingDirection.Down, null, Token);
        return (await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 100, Token)).Single(pair => pair.MessageId == answer.Id);
    }

    private async Task<PairDecision> DecisionAsync(Guid id) =>
        (await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 100, Token)).Single(pair => pair.Id == id).Decision;

    private Task<bool> BuildAsync(string hash, IReadOnlyList<Guid> members, IReadOnlyList<Guid> leftOut) =>
        new DataSetStore(Database).AddAsync(
            Tenant,
            new DataSet { Hash = hash, Manifest = "{}", ArtefactHash = "a", TrainCount = 1, HeldOutCount = 0 },
            members, leftOut, null, Token);
}
