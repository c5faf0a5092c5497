using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Usage;

namespace AssistantLoop.Storage.Tests.Usage;

public sealed class UsageStoreTests : StorageTest
{
    private UsageStore Usage => new(Database);

    [Fact]
    public async Task Answers_and_tokens_count_for_their_day_and_month()
    {
        await AnswerAsync(promptTokens: 100, answerTokens: 10, firstMs: 200, lastMs: 300);
        Time.Advance(TimeSpan.FromDays(1));
        await AnswerAsync(promptTokens: 50, answerTokens: 5, firstMs: 200, lastMs: 300);
        await Usage.AddAsync(Tenant, null, new(7, 1), Token);
        await Usage.AddAsync(Other, null, new(1000, 1000), Token);

        Assert.Equal(
            new UsedSoFar { AnswersToday = 2, TokensToday = 63, AnswersThisMonth = 3, TokensThisMonth = 173 },
            await Usage.SoFarAsync(Tenant, Token));
        Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(
            new UsedSoFar { AnswersToday = 0, TokensToday = 0, AnswersThisMonth = 0, TokensThisMonth = 0 },
            await Usage.SoFarAsync(Tenant, Token));
    }

    [Fact]
    public async Task Failed_answers_do_not_count()
    {
        var conversation = await Conversations.CreateAsync(Tenant, "visitor-1", Token);
        var asked = await Conversations.AskAsync(Tenant, conversation.Id, "c1", "Well?", Token);
        await Conversations.EndAsync(Tenant, asked.Answer.Id, MessageState.Failed, "failed", Token);
        Assert.Equal(0, (await Usage.SoFarAsync(Tenant, Token)).AnswersToday);
    }

    [Fact]
    public async Task A_day_tells_the_median_and_the_95th_in_100()
    {
        for (var answer = 1; answer <= 20; answer++)
        {
            await AnswerAsync(promptTokens: 10, answerTokens: 1, firstMs: answer * 10, lastMs: answer * 100);
        }

        var day = Assert.Single(await Usage.ReadAsync(Tenant, new(2026, 3, 1), new(2026, 3, 1), Token));
        Assert.Equal(("2026-03-01", 20, 200, 20), (day.Day, day.Answers, day.PromptTokens, day.AnswerTokens));
        Assert.Equal((100, 190), (day.FirstTextMedian, day.FirstTextP95));
        Assert.Equal((1000, 1900), (day.LatencyMedian, day.LatencyP95));
        Assert.Empty(await Usage.ReadAsync(Tenant, new(2026, 3, 2), new(2026, 3, 9), Token));
        Assert.Empty(await Usage.ReadAsync(Other, new(2026, 3, 1), new(2026, 3, 1), Token));
    }

    private async Task AnswerAsync(int promptTokens, int answerTokens, int firstMs, int lastMs)
    {
        var conversation = await Conversations.CreateAsync(Tenant, "visitor-1", Token);
        var asked = await Conversations.AskAsync(Tenant, conversation.Id, "c1", "Well?", Token);
        Time.Advance(TimeSpan.FromMilliseconds(firstMs));
        await Conversations.AppendAsync(Tenant, asked.Answer.Id, "Yes.", Token);
        Time.Advance(TimeSpan.FromMilliseconds(lastMs - firstMs));
        await Conversations.WriteAsync(
            Tenant, [new(asked.Answer.Id, "") { End = new(MessageState.Complete, "stop", null, new(promptTokens, answerTokens)) }], Token);
    }
}
