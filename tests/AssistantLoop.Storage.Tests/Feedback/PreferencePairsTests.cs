using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Tests.Feedback;

public sealed class PreferencePairsTests : StorageTest
{
    private FeedbackStore Store => new(Database);

    private PreferencePairs Pairs => new(Database);

    [Fact]
    public async Task A_correction_gives_a_pair_with_the_prompt_the_model_saw()
    {
        var answer = await AnsweredAsync(answer: "given");
        await Store.CorrectAsync(Tenant, answer.Id, "agent", "corrected", Token);

        var pair = Assert.Single(await Pairs.ReadUnusedAsync(Tenant, 10, Token));

        Assert.Equal((PairKind.Correction, "corrected", "given"), (pair.Kind, pair.Chosen, pair.Rejected));
        Assert.Equal((answer.Id, answer.PromptHash, "[\"the prompt\"]"),
            (pair.MessageId, pair.PromptHash, pair.Prompt));
        Assert.Equal((answer.ConversationId, "agent"), (pair.ConversationId, pair.Author));
    }

    [Fact]
    public async Task Ratings_give_unpaired_rows()
    {
        var good = await AnsweredAsync(answer: "good");
        var bad = await AnsweredAsync(answer: "bad");
        await Store.RateAsync(Tenant, good.Id, "v", RatingDirection.Up, null, Token);
        await Store.RateAsync(Tenant, bad.Id, "v", RatingDirection.Down, null, Token);

        var pairs = await Pairs.ReadUnusedAsync(Tenant, 10, Token);

        Assert.Equal([(PairKind.Up, "good", null), (PairKind.Down, null, "bad")],
            pairs.OrderBy(p => p.Kind).Select(p => (p.Kind, p.Chosen, p.Rejected)));
        Assert.Equal(new PairCounts(0, 1, 1), await Pairs.CountUnusedAsync(Tenant, Token));
    }

    [Fact]
    public async Task A_changed_rating_or_correction_leaves_one_row()
    {
        var answer = await AnsweredAsync();
        await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Up, null, Token);
        await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, "wrong", Token);
        await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, "very wrong", Token);
        await Store.CorrectAsync(Tenant, answer.Id, "agent", "first", Token);
        await Store.CorrectAsync(Tenant, answer.Id, "another agent", "second", Token);

        var pairs = await Pairs.ReadUnusedAsync(Tenant, 10, Token);

        Assert.Equal([(PairKind.Correction, "second"), (PairKind.Down, null)],
            pairs.OrderBy(p => p.Kind).Select(p => (p.Kind, p.Chosen)));
        Assert.Equal(2, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
    }

    [Fact]
    public async Task What_a_data_set_holds_is_no_longer_unused()
    {
        var answer = await AnsweredAsync();
        await Store.CorrectAsync(Tenant, answer.Id, "agent", "corrected", Token);
        var pair = Assert.Single(await Pairs.ReadUnusedAsync(Tenant, 10, Token));
        var dataSets = new DataSetStore(Database);
        var dataSet = new DataSet { Hash = "h", Manifest = "{}", ArtefactHash = "a", TrainCount = 1, HeldOutCount = 0 };

        Assert.True(await dataSets.AddAsync(Tenant, dataSet, [pair.Id], [], null, Token));

        Assert.Empty(await Pairs.ReadUnusedAsync(Tenant, 10, Token));
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
        Assert.Equal(pair, Assert.Single(await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token)));
        Assert.Equal([pair.Id], await dataSets.MembersAsync(Tenant, "h", Token));
    }

    [Fact]
    public async Task Feedback_on_an_answer_that_still_streams_waits_for_its_end()
    {
        var conversation = await Conversations.CreateAsync(Tenant, "v", Token);
        var answer = (await Conversations.AskAsync(Tenant, conversation.Id, "1", "?", Token)).Answer;
        await Store.RateAsync(Tenant, answer.Id, "v", RatingDirection.Up, null, Token);

        Assert.Empty(await Pairs.ReadUnusedAsync(Tenant, 10, Token));
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Tenant, Token)).Total);
    }

    [Fact]
    public async Task Another_tenant_sees_no_pairs()
    {
        var answer = await AnsweredAsync();
        await Store.CorrectAsync(Tenant, answer.Id, "agent", "corrected", Token);

        Assert.Empty(await Pairs.ReadUnusedAsync(Other, 10, Token));
        Assert.Empty(await Pairs.ReadAfterAsync(Other, Guid.Empty, 10, Token));
        Assert.Equal(0, (await Pairs.CountUnusedAsync(Other, Token)).Total);
    }
}
