using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Retention;
using AssistantLoop.Storage.Usage;

namespace AssistantLoop.Storage.Tests.Retention;

public sealed class ExpiredConversationsTests : StorageTest
{
    private ExpiredConversations Expired => new(Database);

    [Fact]
    public async Task Old_conversations_go_with_all_that_hangs_on_them_and_young_ones_stay()
    {
        var old = await AnsweredAsync();
        await new FeedbackStore(Database).CorrectAsync(Tenant, old.Id, "agent", "Within 14 days.", Token);
        await AnsweredAsync(Other);
        Time.Advance(TimeSpan.FromDays(31));
        var young = await AnsweredAsync();

        Assert.Equal(1, await Expired.RemoveAsync(Tenant, Time.GetUtcNow().AddDays(-30), 100, "retention", Token));

        Assert.Null(await Conversations.MessageAsync(Tenant, old.Id, Token));
        Assert.NotNull(await Conversations.MessageAsync(Tenant, young.Id, Token));
        Assert.Single(await Conversations.ListAsync(Tenant, 10, Token));
        Assert.Single(await Conversations.ListAsync(Other, 10, Token));
        Assert.Equal(0, (await new PreferencePairs(Database).CountUnusedAsync(Tenant, Token)).Telling);
        Assert.NotNull(await new PromptStore(Database).FindAsync(Tenant, young.PromptHash!, Token));
        var row = (await new AuditLog(Database).PageAsync(Tenant, new("conversations.expired"), new() { PageSize = 1 }, Token)).Items[0];
        Assert.Contains("\"conversations\":1", row.Details, StringComparison.Ordinal);
        Assert.Equal(0, await Expired.RemoveAsync(Tenant, Time.GetUtcNow().AddDays(-30), 100, "retention", Token));
    }

    [Fact]
    public async Task What_was_used_stays_counted()
    {
        await AnsweredAsync();
        await Expired.RemoveAsync(Tenant, Time.GetUtcNow().AddDays(1), 100, "retention", Token);
        Assert.Equal(1, (await new UsageStore(Database).SoFarAsync(Tenant, Token)).AnswersToday);
    }

    [Fact]
    public async Task A_prompt_that_only_an_old_answer_used_goes_too()
    {
        var old = await AnsweredAsync();
        await Expired.RemoveAsync(Tenant, Time.GetUtcNow().AddDays(1), 100, "retention", Token);
        Assert.Null(await new PromptStore(Database).FindAsync(Tenant, old.PromptHash!, Token));
    }
}
