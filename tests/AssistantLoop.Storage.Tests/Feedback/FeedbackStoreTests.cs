using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Tests.Feedback;

public sealed class FeedbackStoreTests : StorageTest
{
    private FeedbackStore Store => new(Database);

    [Fact]
    public async Task A_rating_sent_twice_is_stored_once()
    {
        var answer = await AnsweredAsync();

        Assert.True(await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, "wrong", Token));
        Assert.False(await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, "wrong", Token));

        Assert.Single((await Store.ForMessageAsync(Tenant, answer.Id, Token)).Ratings);
        Assert.Single(await new AuditLog(Database).ReadAsync(Tenant, 0, 10, Token));
    }

    [Fact]
    public async Task A_changed_rating_replaces_the_first()
    {
        var answer = await AnsweredAsync();
        await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, "wrong", Token);

        Assert.True(await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Up, null, Token));

        var rating = Assert.Single((await Store.ForMessageAsync(Tenant, answer.Id, Token)).Ratings);
        Assert.Equal((RatingDirection.Up, (string?)null), (rating.Direction, rating.Reason));
        Assert.Equal(["answer.rated", "answer.rated"],
            (await new AuditLog(Database).ReadAsync(Tenant, 0, 10, Token)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task A_label_by_the_same_author_is_stored_once()
    {
        var answer = await AnsweredAsync();

        Assert.True(await Store.FlagAsync(Tenant, answer.Id, "v", "rude", Token));
        Assert.False(await Store.FlagAsync(Tenant, answer.Id, "v", "rude", Token));
        Assert.True(await Store.FlagAsync(Tenant, answer.Id, "v", "wrong", Token));

        Assert.Equal(["rude", "wrong"],
            (await Store.ForMessageAsync(Tenant, answer.Id, Token)).Flags.Select(f => f.Label));
    }

    [Fact]
    public async Task A_label_is_taken_off_whoever_put_it_there_and_the_audit_log_has_it_once()
    {
        var answer = await AnsweredAsync();
        await Store.FlagAsync(Tenant, answer.Id, "v", "wrong", Token);
        await Store.FlagAsync(Tenant, answer.Id, "w", "wrong", Token);
        await Store.FlagAsync(Tenant, answer.Id, "w", "unclear", Token);

        Assert.True(await Store.UnflagAsync(Tenant, answer.Id, "Ada", "wrong", Token));
        Assert.False(await Store.UnflagAsync(Tenant, answer.Id, "Ada", "wrong", Token));

        Assert.Equal(["unclear"], (await Store.ForMessageAsync(Tenant, answer.Id, Token)).Flags.Select(f => f.Label));
        Assert.Single(await new AuditLog(Database).ReadAsync(Tenant, 0, 10, Token), entry => entry is { Action: "answer.unflagged", Actor: "Ada" });
        await Assert.ThrowsAsync<NotFoundException>(() => Store.UnflagAsync(Other, answer.Id, "Ada", "unclear", Token));
    }

    [Fact]
    public async Task The_same_correction_again_is_stored_once()
    {
        var answer = await AnsweredAsync();

        var first = await Store.CorrectAsync(Tenant, answer.Id, "agent", "Within 60 days [1].", Token);
        var again = await Store.CorrectAsync(Tenant, answer.Id, "agent", "Within 60 days [1].", Token);

        Assert.Equal(first, again);
        Assert.Single((await Store.ForMessageAsync(Tenant, answer.Id, Token)).Corrections);
    }

    [Fact]
    public async Task A_correction_that_goes_back_to_an_earlier_text_counts()
    {
        var answer = await AnsweredAsync();
        foreach (var text in new[] { "one", "two", "one" })
        {
            await Store.CorrectAsync(Tenant, answer.Id, "agent", text, Token);
        }

        Assert.Equal(3, (await Store.ForMessageAsync(Tenant, answer.Id, Token)).Corrections.Count);
        var pair = Assert.Single(await new PreferencePairs(Database).ReadUnusedAsync(Tenant, 10, Token));
        Assert.Equal("one", pair.Chosen);
    }

    [Fact]
    public async Task What_people_wrote_is_not_in_the_audit_log()
    {
        var answer = await AnsweredAsync();
        await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, "private reason", Token);
        await Store.CorrectAsync(Tenant, answer.Id, "agent", "private correction", Token);

        var entries = await new AuditLog(Database).ReadAsync(Tenant, 0, 10, Token);

        Assert.Equal(["answer.rated", "answer.corrected"], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.DoesNotContain("private", entry.Details, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_cannot_be_rated()
    {
        var answer = await AnsweredAsync();

        await Assert.ThrowsAsync<NotFoundException>(
            () => Store.RateAsync(Tenant, answer.ReplyTo!.Value, "v", RatingDirection.Up, null, Token));
    }

    [Fact]
    public async Task Another_tenant_reads_and_writes_no_feedback()
    {
        var answer = await AnsweredAsync();
        await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, null, Token);

        var feedback = await Store.ForMessageAsync(Other, answer.Id, Token);

        Assert.Empty(feedback.Ratings);
        await Assert.ThrowsAsync<NotFoundException>(
            () => Store.RateAsync(Other, answer.Id, "v", RatingDirection.Up, null, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Store.FlagAsync(Other, answer.Id, "v", "x", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Store.CorrectAsync(Other, answer.Id, "v", "x", Token));
    }
}
