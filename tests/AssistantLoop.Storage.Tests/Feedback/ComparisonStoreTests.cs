using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Tests.Feedback;

public sealed class ComparisonStoreTests : StorageTest
{
    private ComparisonStore Store => new(Database);

    private PreferencePairs Pairs => new(Database);

    [Theory]
    [InlineData(BlindChoice.A, "first", "second")]
    [InlineData(BlindChoice.B, "second", "first")]
    public async Task The_chosen_answer_and_the_other_become_a_pair(BlindChoice choice, string chosen, string rejected)
    {
        var comparison = await CompareAsync();
        await Store.ChooseAsync(Tenant, comparison.Id, "agent", choice, null, Token);

        var pair = Assert.Single(await Pairs.ReadUnusedAsync(Tenant, 10, Token));

        Assert.Equal((PairKind.Choice, chosen, rejected, "agent", "visitor-1"),
            (pair.Kind, pair.Chosen, pair.Rejected, pair.Author, pair.Visitor));
        Assert.Equal(comparison.MessageId, pair.MessageId);
        Assert.Equal(choice == BlindChoice.A ? comparison.BVersionId : comparison.AVersionId, pair.VersionId);
        Assert.Equal(1, (await Pairs.CountUnusedAsync(Tenant, Token)).Choices);
        Assert.Empty(await Pairs.ReadAfterAsync(Other, Guid.Empty, 10, Token));
    }

    [Theory]
    [InlineData(BlindChoice.Tie)]
    [InlineData(BlindChoice.Bad)]
    public async Task No_preference_trains_nothing_and_closes_the_comparison(BlindChoice choice)
    {
        var comparison = await CompareAsync();
        Assert.Equal(comparison, Assert.Single(await Store.OpenAsync(Tenant, 10, Token)));
        await Store.ChooseAsync(Tenant, comparison.Id, "agent", choice, null, Token);
        Assert.Empty(await Store.OpenAsync(Tenant, 10, Token));
        Assert.Empty(await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token));
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
    }

    [Fact]
    public async Task An_author_who_chooses_again_replaces_the_choice_and_another_author_does_not()
    {
        var comparison = await CompareAsync();
        await Store.ChooseAsync(Tenant, comparison.Id, "ann", BlindChoice.A, "kinder", Token);
        await Store.ChooseAsync(Tenant, comparison.Id, "ann", BlindChoice.B, "on second thoughts", Token);
        await Store.ChooseAsync(Tenant, comparison.Id, "ann", BlindChoice.B, "on second thoughts", Token);
        await Store.ChooseAsync(Tenant, comparison.Id, "bob", BlindChoice.A, null, Token);

        var pairs = await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token);

        Assert.Equal([("ann", "second"), ("bob", "first")],
            pairs.OrderBy(pair => pair.Author, StringComparer.Ordinal).Select(pair => (pair.Author, pair.Chosen)));
        var audit = await new AuditLog(Database).ReadAsync(Tenant, 0, 100, Token);
        Assert.Equal(3, audit.Count(row => row.Action == "comparison.chosen"));
        Assert.All(audit, row => Assert.DoesNotContain("kinder", row.Details, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_data_set_has_considered_is_no_longer_unused()
    {
        var comparison = await CompareAsync();
        await Store.ChooseAsync(Tenant, comparison.Id, "agent", BlindChoice.A, null, Token);
        var pair = Assert.Single(await Pairs.ReadUnusedAsync(Tenant, 10, Token));

        await new DataSetStore(Database).AddAsync(
            Tenant, new DataSet { Hash = "h", Manifest = "{}", ArtefactHash = "a", TrainCount = 1, HeldOutCount = 0 },
            [pair.Id], [], lease: null, Token);

        Assert.Empty(await Pairs.ReadUnusedAsync(Tenant, 10, Token));
        Assert.Single(await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token));
    }

    [Fact]
    public async Task Two_answers_that_say_the_same_cannot_be_compared()
    {
        var answer = await AnsweredAsync();
        await Assert.ThrowsAsync<ConflictException>(() =>
            Store.AddAsync(Tenant, answer.Id, new("same", null), new(" same ", null), "agent", Token));
        await Assert.ThrowsAsync<NotFoundException>(() =>
            Store.AddAsync(Other, answer.Id, new("a", null), new("b", null), "agent", Token));
    }

    private async Task<Comparison> CompareAsync()
    {
        var answer = await AnsweredAsync();
        return await Store.AddAsync(
            Tenant, answer.Id, new("first", Guid.NewGuid()), new("second", Guid.NewGuid()), "agent", Token);
    }
}
