using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Tests.Feedback;

public sealed class TriageStoreTests : StorageTest
{
    private FeedbackStore Feedback => new(Database);

    private TriageStore Store => new(Database);

    [Fact]
    public async Task An_answer_is_due_again_when_its_feedback_or_the_documents_change()
    {
        var answer = await AnsweredAsync();
        Assert.Empty(await Store.DueAsync(Tenant, 10, Token));
        await Feedback.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, "wrong price", Token);
        await LookAsync(expected => Assert.Equal((null, null, "wrong price"), (expected.Correction, expected.Labels, expected.Reason)));
        await Feedback.FlagAsync(Tenant, answer.Id, "agent", "wrong", Token);
        await LookAsync(expected => Assert.Equal("wrong", expected.Labels));
        await Feedback.CorrectAsync(Tenant, answer.Id, "agent", "right", Token);
        await LookAsync(expected => Assert.Equal("right", expected.Correction));
        await new DocumentStore(Database).ReplaceAsync(
            Tenant, [new(new Document { Path = "a.md", Title = "A", ContentHash = "h" }, [new("A", "text", "a")])], Token);
        await LookAsync(expected => Assert.Equal("How long can I return?", expected.Question));
        await new DocumentStore(Database).ReplaceAsync(
            Other, [new(new Document { Path = "b.md", Title = "B", ContentHash = "h" }, [new("B", "text", "b")])], Token);
        Assert.Empty(await Store.DueAsync(Tenant, 10, Token));
        Assert.Empty(await Store.DueAsync(Other, 10, Token));
    }

    [Fact]
    public async Task A_pair_carries_the_cause_and_one_for_the_documents_to_mend_does_not_count_as_new()
    {
        var answer = await AnsweredAsync();
        await Feedback.CorrectAsync(Tenant, answer.Id, "agent", "right", Token);
        PreferencePairs pairs = new(Database);
        Assert.Null(Assert.Single(await pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token)).Cause);
        Assert.Equal(1, (await pairs.CountUnusedAsync(Tenant, Token)).Corrections);

        await Store.StoreAsync(Tenant, [new(answer.Id, FaultCause.MissingDocument, "{}", "s")], Token);
        Assert.Equal(FaultCause.MissingDocument, Assert.Single(await pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token)).Cause);
        Assert.Equal(0, (await pairs.CountUnusedAsync(Tenant, Token)).Corrections);

        Assert.True(await Store.OverruleAsync(Tenant, answer.Id, FaultCause.Behaviour, "agent", Token));
        Assert.Equal(FaultCause.Behaviour, Assert.Single(await pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token)).Cause);
        Assert.Equal(1, (await pairs.CountUnusedAsync(Tenant, Token)).Corrections);
    }

    [Fact]
    public async Task An_agents_finding_outlives_a_new_look_and_can_be_taken_back()
    {
        var answer = await AnsweredAsync();
        await Assert.ThrowsAsync<NotFoundException>(() => Store.OverruleAsync(Tenant, answer.Id, FaultCause.Style, "agent", Token));
        await Store.StoreAsync(Tenant, [new(answer.Id, null, "{}", "1")], Token);
        await Store.OverruleAsync(Tenant, answer.Id, FaultCause.RetrievalMiss, "agent", Token);
        await Store.StoreAsync(Tenant, [new(answer.Id, FaultCause.Style, "{}", "2")], Token);

        var result = (await Store.FindAsync(Tenant, answer.Id, Token))!;
        Assert.Equal((FaultCause.RetrievalMiss, FaultCause.Style, "agent"), (result.Cause, result.Found, result.OverruledBy));
        Assert.False(await Store.OverruleAsync(Tenant, answer.Id, FaultCause.RetrievalMiss, "agent", Token));
        Assert.True(await Store.OverruleAsync(Tenant, answer.Id, null, "agent", Token));
        result = Assert.Single(await Store.ListAsync(Tenant, 10, Token));
        Assert.Equal((FaultCause.Style, FaultCause.Style, null), (result.Cause, result.Found, result.OverruledBy));
        Assert.Equal(2, (await new AuditLog(Database).ReadAsync(Tenant, 0, 100, Token)).Count(entry => entry.Action == "triage.overruled"));
        Assert.Empty(await Store.ListAsync(Other, 10, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Decided_and_undecided_answers_are_read_together_in_any_order(int undecided)
    {
        var first = await AnsweredAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = await AnsweredAsync();
        foreach (var answer in (Message[])[first, second])
        {
            await Feedback.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, null, Token);
        }

        var (open, found) = undecided == 0 ? (first, second) : (second, first);
        await Store.StoreAsync(Tenant, [new(open.Id, null, "{}", "s"), new(found.Id, FaultCause.Behaviour, "{}", "s")], Token);

        var results = await Store.ListAsync(Tenant, 10, Token);
        Assert.Equal((null, FaultCause.Behaviour), (Of(open.Id), Of(found.Id)));
        Assert.Equal([null, FaultCause.Behaviour], (await new PreferencePairs(Database).ReadAfterAsync(Tenant, Guid.Empty, 10, Token)).Select(p => p.Cause).Order());
        Assert.Equal([null, FaultCause.Behaviour], (await new FeedbackList(Database).ReadAsync(Tenant, new(), new(), Token)).Items.Select(p => p.Cause).Order());

        FaultCause? Of(Guid id) => results.Single(result => result.MessageId == id).Cause;
    }

    private async Task LookAsync(Action<TriageCase> check)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        var due = Assert.Single(await Store.DueAsync(Tenant, 10, Token));
        check(due);
        await Store.StoreAsync(Tenant, [new(due.MessageId, null, "{}", due.Stamp)], Token);
        Assert.Empty(await Store.DueAsync(Tenant, 10, Token));
    }
}
