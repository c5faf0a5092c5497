using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Review;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Tests.Review;

public sealed class WaitingAnswersTests : LearningTest
{
    private WaitingAnswers Queue => new(new ReviewStore(Database), Profile, TimeProvider.System);

    private BusinessProfile Profile => new()
    {
        Tenant = Tenant,
        Business = "Alder & Finch",
        Assistant = "Finch",
        Folder = Folder,
        Style = "warm",
        Prompt = "answer",
        Documents = Folder,
        Suite = Folder,
        Gate = Folder,
    };

    [Fact]
    public async Task The_worst_comes_first_and_pages_give_each_answer_once()
    {
        List<Guid> expected = [];
        foreach (string label in (string[])["unsafe", "wrong", "unclear", "unclear", "unclear"])
        {
            Guid answer = await AnswerAsync(0.1);
            await new FeedbackStore(Database).FlagAsync(Tenant, answer, "agent", label, Token);
            expected.Insert(label == "unclear" ? 2 : expected.Count, answer);
        }

        List<Guid> seen = [];
        for (int page = 1; page <= 3; page++)
        {
            seen.AddRange((await Queue.ReadAsync(Tenant, new(), new() { PageSize = 2, Page = page }, Token)).Items.Select(ranked => ranked.Item.MessageId));
        }

        Assert.Equal(expected, seen);
        Assert.Equal(expected[1], Assert.Single((await Queue.ReadAsync(Tenant, new() { Label = "wrong" }, new(), Token)).Items).Item.MessageId);
        Assert.Equal(3, (await Queue.ReadAsync(Tenant, new() { Reason = "as unclear" }, new(), Token)).Total);
        Assert.Empty((await Queue.ReadAsync(Tenant, new() { Assignee = "Ada" }, new(), Token)).Items);
        Assert.Empty((await Queue.ReadAsync(Tenant, new() { VersionId = Guid.NewGuid() }, new(), Token)).Items);
    }

    [Fact]
    public async Task A_few_unsure_answers_enter_and_no_more_than_one_for_four_with_feedback()
    {
        foreach (int i in Enumerable.Range(0, 20))
        {
            Guid answer = await AnswerAsync(i < 10 ? 0.6 + (0.1 * i) : 0.1);
            if (i >= 10)
            {
                await new FeedbackStore(Database).FlagAsync(Tenant, answer, "agent", "wrong", Token);
            }
        }

        IReadOnlyList<RankedItem> all = (await Queue.ReadAsync(Tenant, new(), new() { PageSize = 100 }, Token)).Items;

        Assert.Equal(WaitingAnswers.FewUnsure, all.Count - 10);
        Assert.All(all.TakeLast(3), ranked => Assert.Contains("the model was unsure", ranked.Why));
    }

    private async Task<Guid> AnswerAsync(double entropy)
    {
        ConversationStore conversations = new(Database, "server@test");
        Guid talk = (await conversations.CreateAsync(Tenant, "visitor", Token)).Id;
        Guid id = (await conversations.AskAsync(Tenant, talk, "1", "How?", Token)).Answer.Id;
        await conversations.WriteAsync(
            Tenant, [new AnswerWrite(id, "So.") { End = new(MessageState.Complete, "stop", new(entropy, entropy)) }], Token);
        await Task.Delay(2, Token); // Ids of one millisecond have no order.
        return id;
    }
}
