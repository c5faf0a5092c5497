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
        ReviewPlace? after = null;
        IReadOnlyList<RankedItem> page;
        do
        {
            page = await Queue.ReadAsync(Tenant, new ReviewFilter { Limit = 2, After = after }, Token);
            seen.AddRange(page.Select(ranked => ranked.Item.MessageId));
            after = page.Count > 0 ? ReviewPlace.Parse(WaitingAnswers.PlaceOf(page[^1]).ToString()) : null;
        }
        while (page.Count == 2);

        Assert.Equal(expected, seen);
        Assert.Equal(expected[1], Assert.Single(await Queue.ReadAsync(Tenant, new ReviewFilter { Limit = 9, Label = "wrong" }, Token)).Item.MessageId);
        Assert.Equal(3, (await Queue.ReadAsync(Tenant, new ReviewFilter { Limit = 9, Reason = "as unclear" }, Token)).Count);
        Assert.Empty(await Queue.ReadAsync(Tenant, new ReviewFilter { Limit = 9, Assignee = "Ada" }, Token));
        Assert.Empty(await Queue.ReadAsync(Tenant, new ReviewFilter { Limit = 9, VersionId = Guid.NewGuid() }, Token));
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

        IReadOnlyList<RankedItem> all = await Queue.ReadAsync(Tenant, new ReviewFilter { Limit = 100 }, Token);

        Assert.Equal(WaitingAnswers.FewUnsure, all.Count - 10);
        Assert.All(all.TakeLast(3), ranked => Assert.Contains("the model was unsure", ranked.Why));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.5")]
    [InlineData("x_00000000-0000-0000-0000-000000000000")]
    [InlineData("0.5_y")]
    public void What_is_no_place_is_none(string text) => Assert.Null(ReviewPlace.Parse(text));

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
