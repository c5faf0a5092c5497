using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Storage.Tests.Conversations;

public sealed class RevisionStoreTests : StorageTest
{
    private RevisionStore Revisions => new(Database, "server@test");

    [Fact]
    public async Task An_answer_is_begun_anew_and_the_first_stays_marked()
    {
        var first = await AnsweredAsync();

        var again = await Revisions.RegenerateAsync(Tenant, first.Id, "r", Token);

        Assert.Equal((first.ReplyTo, 3, MessageState.Streaming), (again.Answer!.ReplyTo, again.Answer.Sequence, again.Answer.State));
        Assert.Equal(again.Answer.Id, Assert.Single(again.Replaced).ReplacedBy);
        Assert.Equal(first with { ReplacedBy = again.Answer.Id }, await Conversations.MessageAsync(Tenant, first.Id, Token));
        Assert.Equal([1, 3], (await Conversations.PageAsync(Tenant, first.ConversationId, null, 10, Token)).Select(m => m.Sequence));
        Assert.Equal(again with { IsNew = false, Replaced = [] }, await Revisions.RegenerateAsync(Tenant, first.Id, "r", Token));
    }

    [Fact]
    public async Task A_second_regeneration_starts_from_the_answer_that_stands_or_from_the_first_alike()
    {
        var first = await AnsweredAsync();
        var second = (await Revisions.RegenerateAsync(Tenant, first.Id, "1", Token)).Answer!;

        var third = (await Revisions.RegenerateAsync(Tenant, first.Id, "2", Token)).Answer!;

        Assert.Equal(
            [(second.Id, third.Id)],
            (await Conversations.MessagesAsync(Tenant, first.ConversationId, 0, Token)).Where(m => m.Id == second.Id).Select(m => (m.Id, m.ReplacedBy!.Value)));
        Assert.Equal(
            (MessageState.Stopped, "stopped"),
            ((await Conversations.MessageAsync(Tenant, second.Id, Token))!.State, (await Conversations.MessageAsync(Tenant, second.Id, Token))!.FinishReason));
        Assert.Equal([first.ReplyTo!.Value, third.Id], (await Conversations.PageAsync(Tenant, first.ConversationId, null, 10, Token)).Select(m => m.Id));
    }

    [Fact]
    public async Task An_edited_question_and_its_answer_are_out_of_what_a_model_is_told()
    {
        var first = await AnsweredAsync();

        var edited = await Revisions.EditAsync(Tenant, first.ReplyTo!.Value, "e", "How long may I return?", Token);

        Assert.Equal([edited.Question.Id, edited.Answer!.Id], edited.Replaced.Select(m => m.ReplacedBy!.Value));
        Assert.Equal(["How long may I return?"], (await Conversations.SaidAsync(Tenant, edited.Question, 12, Token)).Select(m => m.Text));
        Assert.Equal(4, (await Conversations.MessagesAsync(Tenant, first.ConversationId, 0, Token)).Count);
        await Assert.ThrowsAsync<NotLastMessageException>(
            () => Revisions.EditAsync(Tenant, first.ReplyTo.Value, "e2", "again", Token));
    }

    [Fact]
    public async Task Where_a_person_answers_a_message_may_be_edited_but_no_answer_is_begun()
    {
        var first = await AnsweredAsync();
        await new HandlingStore(Database).TakeAsync(Tenant, first.ConversationId, "Maria", Token);

        var edited = await Revisions.EditAsync(Tenant, first.ReplyTo!.Value, "e", "Now?", Token);

        Assert.Null(edited.Answer);
        Assert.All(edited.Replaced, m => Assert.Equal(edited.Question.Id, m.ReplacedBy));
        await Assert.ThrowsAsync<NotLastMessageException>(() => Revisions.RegenerateAsync(Tenant, first.Id, "r", Token));
    }

    [Fact]
    public async Task An_answer_of_a_conversation_that_a_person_handles_is_not_regenerated()
    {
        var first = await AnsweredAsync();
        await new HandlingStore(Database).HandOverAsync(Tenant, first.ConversationId, "visitor-1", null, Token);

        await Assert.ThrowsAsync<ConflictException>(() => Revisions.RegenerateAsync(Tenant, first.Id, "r", Token));
    }

    [Fact]
    public async Task Another_tenant_revises_nothing()
    {
        var first = await AnsweredAsync();

        await Assert.ThrowsAsync<NotFoundException>(() => Revisions.RegenerateAsync(Other, first.Id, "r", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Revisions.EditAsync(Other, first.ReplyTo!.Value, "e", "x", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Revisions.RegenerateAsync(Tenant, first.ReplyTo!.Value, "r", Token));
    }
}
