using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Prompts;

namespace AssistantLoop.Storage.Tests.Conversations;

public sealed class ConversationStoreTests : StorageTest
{
    private ConversationStore Store => Conversations;

    [Fact]
    public async Task A_question_and_its_answer_follow_each_other_in_the_conversation()
    {
        var conversation = await Store.CreateAsync(Tenant, "v", Token);

        var first = await Store.AskAsync(Tenant, conversation.Id, "1", "one?", Token);
        var second = await Store.AskAsync(Tenant, conversation.Id, "2", "two?", Token);

        var messages = await Store.MessagesAsync(Tenant, conversation.Id, 0, Token);
        Assert.Equal([1, 2, 3, 4], messages.Select(m => m.Sequence));
        Assert.Equal([first.Question, first.Answer, second.Question, second.Answer], messages);
        Assert.Equal(first.Question.Id, first.Answer.ReplyTo);
        Assert.Equal((MessageState.Complete, MessageState.Streaming), (first.Question.State, first.Answer.State));
        Assert.Equal(messages.Skip(2), await Store.MessagesAsync(Tenant, conversation.Id, 2, Token));
    }

    [Fact]
    public async Task A_question_sent_twice_is_stored_once()
    {
        var conversation = await Store.CreateAsync(Tenant, "v", Token);
        var first = await Store.AskAsync(Tenant, conversation.Id, "same", "one?", Token);

        var again = await Store.AskAsync(Tenant, conversation.Id, "same", "one?", Token);

        Assert.Equal(first with { IsNew = false }, again);
        Assert.Equal(2, (await Store.MessagesAsync(Tenant, conversation.Id, 0, Token)).Count);
    }

    [Fact]
    public async Task A_question_sent_by_many_connections_at_once_is_stored_once()
    {
        var conversation = await Store.CreateAsync(Tenant, "v", Token);

        var asked = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => Store.AskAsync(Tenant, conversation.Id, "same", "one?", Token))));

        Assert.Single(asked, a => a.IsNew);
        Assert.Single(asked.Select(a => a.Answer.Id).Distinct());
    }

    [Fact]
    public async Task A_reader_resumes_after_the_last_piece_it_has()
    {
        var conversation = await Store.CreateAsync(Tenant, "v", Token);
        var id = (await Store.AskAsync(Tenant, conversation.Id, "1", "one?", Token)).Answer.Id;
        foreach (var piece in new[] { "You ", "can ", "return", " it." })
        {
            await Store.AppendAsync(Tenant, id, piece, Token);
        }

        var tail = (await Store.TailAsync(Tenant, id, 2, Token))!;
        await Store.EndAsync(Tenant, id, MessageState.Complete, "stop", Token);
        var ended = (await Store.TailAsync(Tenant, id, 4, Token))!;

        Assert.Equal([(3, "return"), (4, " it.")], tail.Pieces.Select(p => (p.Sequence, p.Text)));
        Assert.Equal(MessageState.Streaming, tail.State);
        Assert.Empty(ended.Pieces);
        Assert.Equal((MessageState.Complete, "stop"), (ended.State, ended.FinishReason));
    }

    [Fact]
    public async Task An_answer_that_streams_shows_the_text_so_far()
    {
        var conversation = await Store.CreateAsync(Tenant, "v", Token);
        var id = (await Store.AskAsync(Tenant, conversation.Id, "1", "one?", Token)).Answer.Id;

        Assert.Equal(1, await Store.AppendAsync(Tenant, id, "Gr", Token));
        Assert.Equal(2, await Store.AppendAsync(Tenant, id, "üße 🌱", Token));

        var message = (await Store.MessageAsync(Tenant, id, Token))!;
        Assert.Equal(("Grüße 🌱", 2), (message.Text, message.LastPiece));
    }

    [Fact]
    public async Task An_answer_that_has_ended_takes_no_more_text_and_no_second_end()
    {
        var message = await AnsweredAsync();

        Assert.Null(await Store.AppendAsync(Tenant, message.Id, "more", Token));
        Assert.False(await Store.EndAsync(Tenant, message.Id, MessageState.Failed, "error", Token));

        Assert.Equal(message, await Store.MessageAsync(Tenant, message.Id, Token));
    }

    [Fact]
    public async Task An_answer_keeps_its_provenance_and_latency()
    {
        var conversation = await Store.CreateAsync(Tenant, "v", Token);
        var id = (await Store.AskAsync(Tenant, conversation.Id, "1", "one?", Token)).Answer.Id;
        var version = Guid.Parse("0198a000-0000-7000-8000-000000000001");
        var prompt = await new PromptStore(Database).KeepAsync(Tenant, "the prompt", Token);

        await Store.SetProvenanceAsync(Tenant, id, version, prompt, """[{"id":1}]""", Token);
        Time.Advance(TimeSpan.FromMilliseconds(1234));
        await Store.EndAsync(Tenant, id, MessageState.Stopped, "stopped", Token);

        var message = (await Store.MessageAsync(Tenant, id, Token))!;
        Assert.Equal((version, prompt, """[{"id":1}]"""), (message.VersionId, message.PromptHash, message.Passages));
        Assert.Equal((MessageState.Stopped, 1234, Time.GetUtcNow()),
            (message.State, message.LatencyMs, message.EndedAt));
    }

    [Fact]
    public async Task What_several_answers_say_is_written_together()
    {
        var conversation = await Store.CreateAsync(Tenant, "v", Token);
        var first = (await Store.AskAsync(Tenant, conversation.Id, "1", "one?", Token)).Answer.Id;
        var second = (await Store.AskAsync(Tenant, conversation.Id, "2", "two?", Token)).Answer.Id;
        var ended = await AnsweredAsync();
        var version = Guid.Parse("0198a000-0000-7000-8000-000000000001");

        var begun = await Store.WriteAsync(
            Tenant, [new(first, "Within ") { Provenance = new(version, "the prompt", "[]") }, new(second), new(ended.Id, "more")], Token);
        var done = await Store.WriteAsync(
            Tenant, [new(first, "30 days.") { End = new(MessageState.Complete, "stop") }, new(second, "No.")], Token);

        Assert.Equal([1, 0, null], begun);
        Assert.Equal([2, 1], done);
        var message = (await Store.MessageAsync(Tenant, first, Token))!;
        Assert.Equal(("Within 30 days.", MessageState.Complete, version), (message.Text, message.State, message.VersionId));
        Assert.Equal("the prompt", await new PromptStore(Database).FindAsync(Tenant, message.PromptHash!, Token));
        Assert.Equal(MessageState.Streaming, (await Store.MessageAsync(Tenant, second, Token))!.State);
        Assert.Equal(ended, await Store.MessageAsync(Tenant, ended.Id, Token));
    }

    [Fact]
    public async Task Conversations_are_listed_by_their_last_activity()
    {
        var older = await Store.CreateAsync(Tenant, "a", Token);
        Time.Advance(TimeSpan.FromMinutes(1));
        var newer = await Store.CreateAsync(Tenant, "b", Token);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.AskAsync(Tenant, older.Id, "1", "one?", Token);

        var list = await Store.ListAsync(Tenant, 10, Token);

        Assert.Equal([older.Id, newer.Id], list.Select(c => c.Id));
        Assert.Single(await Store.ListAsync(Tenant, 1, Token));
    }

    [Fact]
    public async Task A_conversation_that_is_not_there_is_named()
    {
        var id = Guid.Parse("0198a000-0000-7000-8000-000000000002");

        var e = await Assert.ThrowsAsync<NotFoundException>(() => Store.AskAsync(Tenant, id, "1", "one?", Token));

        Assert.Equal($"There is no conversation {id} in tenant {Tenant}.", e.Message);
    }

    [Fact]
    public async Task Another_tenant_reads_and_writes_nothing_of_a_conversation()
    {
        var message = await AnsweredAsync();
        var streaming = (await Store.AskAsync(Tenant, message.ConversationId, "2", "two?", Token)).Answer;

        Assert.Null(await Store.FindAsync(Other, message.ConversationId, Token));
        Assert.Empty(await Store.ListAsync(Other, 10, Token));
        Assert.Empty(await Store.MessagesAsync(Other, message.ConversationId, 0, Token));
        Assert.Null(await Store.MessageAsync(Other, message.Id, Token));
        Assert.Null(await Store.TailAsync(Other, message.Id, 0, Token));
        Assert.Null(await Store.AppendAsync(Other, streaming.Id, "x", Token));
        Assert.False(await Store.EndAsync(Other, streaming.Id, MessageState.Failed, "x", Token));
        await Assert.ThrowsAsync<NotFoundException>(
            () => Store.AskAsync(Other, message.ConversationId, "1", "?", Token));
        Assert.Empty(await Store.PageAsync(Other, message.ConversationId, null, 10, Token));
        Assert.Empty(await Store.SaidAsync(Other, message, 10, Token));
        Assert.Equal(0, await Store.SweepAsync(Other, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Store.SeenAsync(Other, message.ConversationId, 1, Token));
        await Assert.ThrowsAsync<NotFoundException>(
            () => Store.RateConversationAsync(Other, message.ConversationId, 5, null, Token));
    }
}
