using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Storage.Tests.Conversations;

public sealed class OrphanTests : StorageTest
{
    private static readonly TimeSpan Dead = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task What_a_node_that_died_left_streaming_fails_and_what_a_living_one_streams_goes_on()
    {
        var dead = new ConversationStore(Database, "server@dead");
        var alive = new ConversationStore(Database, "server@alive");
        var conversation = (await Conversations.CreateAsync(Tenant, "v", Token)).Id;
        var orphan = (await dead.AskAsync(Tenant, conversation, "1", "a?", Token)).Answer;
        var theirs = (await alive.AskAsync(Tenant, conversation, "2", "b?", Token)).Answer;
        var mine = (await Conversations.AskAsync(Tenant, conversation, "3", "c?", Token)).Answer;
        await dead.AppendAsync(Tenant, orphan.Id, "half", Token);
        Assert.Equal(0, await SweepAsync());
        Time.Advance(TimeSpan.FromSeconds(20));
        await alive.BeatAsync(Tenant, Token);
        Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(1, await SweepAsync());

        var swept = (await Conversations.MessageAsync(Tenant, orphan.Id, Token))!;
        Assert.Equal((MessageState.Failed, "half", "interrupted"), (swept.State, swept.Text, swept.FinishReason));
        Assert.Null(await dead.AppendAsync(Tenant, orphan.Id, "more", Token));
        Assert.Equal(MessageState.Streaming, (await Conversations.MessageAsync(Tenant, theirs.Id, Token))!.State);
        Assert.Equal(MessageState.Streaming, (await Conversations.MessageAsync(Tenant, mine.Id, Token))!.State);
    }

    [Fact]
    public async Task No_answer_streams_longer_than_any_may_whoever_writes_it()
    {
        var conversation = (await Conversations.CreateAsync(Tenant, "v", Token)).Id;
        var mine = (await Conversations.AskAsync(Tenant, conversation, "1", "a?", Token)).Answer;
        Time.Advance(Oldest + TimeSpan.FromSeconds(1));
        await Conversations.BeatAsync(Tenant, Token);

        Assert.Equal(1, await SweepAsync());
        Assert.Equal(MessageState.Failed, (await Conversations.MessageAsync(Tenant, mine.Id, Token))!.State);
    }

    [Fact]
    public async Task A_write_that_is_tried_again_is_not_written_twice()
    {
        var conversation = (await Conversations.CreateAsync(Tenant, "v", Token)).Id;
        var answer = (await Conversations.AskAsync(Tenant, conversation, "1", "a?", Token)).Answer.Id;
        AnswerWrite write = new(answer, "Fi", "ve") { After = 0 };

        Assert.Equal([2], await Conversations.WriteAsync(Tenant, [write], Token));
        Assert.Equal([null], await Conversations.WriteAsync(Tenant, [write], Token));

        Assert.Equal(("Five", 2), ((await Conversations.MessageAsync(Tenant, answer, Token))!.Text, (await Conversations.TailAsync(Tenant, answer, 0, Token))!.Pieces.Count));
    }

    private Task<int> SweepAsync() =>
        Conversations.SweepDeadAsync(Tenant, Time.GetUtcNow() - Dead, Time.GetUtcNow() - Oldest, Token);
}
