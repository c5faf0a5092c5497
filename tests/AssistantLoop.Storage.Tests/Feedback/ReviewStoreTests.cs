using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Tests.Feedback;

public sealed class ReviewStoreTests : StorageTest
{
    private FeedbackStore Feedback => new(Database);

    private ReviewStore Store => new(Database);

    [Fact]
    public async Task Flagged_and_low_rated_answers_wait_until_they_are_corrected()
    {
        var flagged = await AnsweredAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        var low = await AnsweredAsync();
        var liked = await AnsweredAsync();
        await Feedback.FlagAsync(Tenant, flagged.Id, "v", "unclear", Token);
        await Feedback.FlagAsync(Tenant, flagged.Id, "w", "unclear", Token);
        await Feedback.RateAsync(Tenant, low.Id, "v", RatingDirection.Down, null, Token);
        await Feedback.RateAsync(Tenant, liked.Id, "v", RatingDirection.Up, null, Token);

        var waiting = await Store.WaitingAsync(Tenant, 10, Token);
        await Feedback.CorrectAsync(Tenant, flagged.Id, "agent", "better", Token);
        var after = await Store.WaitingAsync(Tenant, 10, Token);

        Assert.Equal([(low.Id, 1, null), (flagged.Id, 0, "unclear")], waiting.Select(q => (q.MessageId, q.DownCount, q.Labels)));
        Assert.Equal("How long can I return?", waiting[0].Question);
        Assert.Equal(low.Id, Assert.Single(after).MessageId);
        Assert.Empty(await Store.WaitingAsync(Other, 10, Token));
    }

    [Fact]
    public async Task A_dismissed_answer_comes_back_with_newer_feedback_or_when_that_is_taken_back()
    {
        var answer = await AnsweredAsync();
        await Feedback.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, null, Token);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Store.DismissAsync(Tenant, answer.Id, true, "agent", Token));
        Assert.Empty(await Store.WaitingAsync(Tenant, 10, Token));

        Time.Advance(TimeSpan.FromMinutes(1));
        await Feedback.FlagAsync(Tenant, answer.Id, "agent", "wrong", Token);
        Assert.Single(await Store.WaitingAsync(Tenant, 10, Token));

        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.DismissAsync(Tenant, answer.Id, true, "agent", Token);
        Assert.Empty(await Store.WaitingAsync(Tenant, 10, Token));
        Assert.True(await Store.DismissAsync(Tenant, answer.Id, false, "agent", Token));
        Assert.False(await Store.DismissAsync(Tenant, answer.Id, false, "agent", Token));
        Assert.Single(await Store.WaitingAsync(Tenant, 10, Token));
    }

    [Fact]
    public async Task An_answer_says_whose_it_is_and_the_log_does_not_name_them()
    {
        var answer = await AnsweredAsync();
        await Feedback.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, null, Token);

        Assert.True(await Store.AssignAsync(Tenant, answer.Id, "Ada Osei", "agent", Token));
        Assert.False(await Store.AssignAsync(Tenant, answer.Id, "Ada Osei", "agent", Token));
        Assert.Equal("Ada Osei", Assert.Single(await Store.WaitingAsync(Tenant, 10, Token)).Assignee);
        Assert.True(await Store.AssignAsync(Tenant, answer.Id, null, "agent", Token));
        Assert.Null(Assert.Single(await Store.WaitingAsync(Tenant, 10, Token)).Assignee);
        Assert.False(await Store.AssignAsync(Tenant, answer.Id, null, "agent", Token));

        var log = await new AuditLog(Database).ReadAsync(Tenant, 0, 100, Token);
        Assert.Equal(2, log.Count(entry => entry.Action == "review.assigned"));
        Assert.DoesNotContain(log, entry => entry.Details.Contains("Osei", StringComparison.Ordinal));
        await Assert.ThrowsAsync<NotFoundException>(() => Store.AssignAsync(Other, answer.Id, "x", "agent", Token));
    }

    [Fact]
    public async Task The_least_sure_answers_without_feedback_come_first_of_the_unsure()
    {
        var sure = await WithEntropyAsync(0.1);
        var unsure = await WithEntropyAsync(0.9);
        var most = await WithEntropyAsync(2.5);
        var rated = await WithEntropyAsync(3);
        await Feedback.RateAsync(Tenant, rated, "v", RatingDirection.Up, null, Token);

        var found = await Store.UnsureAsync(Tenant, 0.5, Time.GetUtcNow().AddDays(-1), 10, Token);

        Assert.Equal([most, unsure], found.Select(item => item.MessageId));
        Assert.Equal((2.5, 5), (found[0].MeanEntropy, found[0].MaxEntropy));
        Assert.DoesNotContain(found, item => item.MessageId == sure);
        Assert.Single(await Store.UnsureAsync(Tenant, 0.5, Time.GetUtcNow().AddDays(-1), 1, Token));
        Assert.Empty(await Store.UnsureAsync(Tenant, 0.5, Time.GetUtcNow().AddDays(1), 10, Token));
        Assert.Empty(await Store.UnsureAsync(Other, 0.5, Time.GetUtcNow().AddDays(-1), 10, Token));
        await Store.DismissAsync(Tenant, most, true, "agent", Token);
        Assert.Equal(unsure, Assert.Single(await Store.UnsureAsync(Tenant, 0.5, Time.GetUtcNow().AddDays(-1), 10, Token)).MessageId);
    }

    [Fact]
    public async Task The_best_score_and_the_documents_are_read_from_the_passages()
    {
        var conversation = await Conversations.CreateAsync(Tenant, "v", Token);
        var answer = (await Conversations.AskAsync(Tenant, conversation.Id, "1", "?", Token)).Answer;
        const string passages = """
            [{"passage":{"id":"1","path":"a.md","title":"A","text":"t","anchor":""},"score":1.5},
             {"passage":{"id":"2","path":"b.md","title":"B","text":"t","anchor":""},"score":4.25}]
            """;
        await Conversations.WriteAsync(
            Tenant,
            [new AnswerWrite(answer.Id, "x") { Provenance = new(Guid.NewGuid(), "[]", passages), End = new(MessageState.Complete, "stop", null) }],
            Token);
        await Feedback.FlagAsync(Tenant, answer.Id, "agent", "wrong", Token);

        var item = Assert.Single(await Store.WaitingAsync(Tenant, 10, Token));

        Assert.Equal((4.25, "a.md\nb.md", null), (item.BestScore, item.Paths, item.MeanEntropy));
    }

    private async Task<Guid> WithEntropyAsync(double mean)
    {
        var conversation = await Conversations.CreateAsync(Tenant, "v", Token);
        var answer = (await Conversations.AskAsync(Tenant, conversation.Id, "1", "?", Token)).Answer;
        await Conversations.WriteAsync(
            Tenant, [new AnswerWrite(answer.Id, "x") { End = new(MessageState.Complete, "stop", new(mean, 2 * mean)) }], Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        return answer.Id;
    }
}
