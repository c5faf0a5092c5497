using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Storage.Tests.Conversations;

public sealed class HandlingStoreTests : StorageTest
{
    private HandlingStore Handling => new(Database);

    [Fact]
    public async Task A_change_is_noted_once_and_audited_without_the_visitors_id_or_words()
    {
        var id = (await Conversations.CreateAsync(Tenant, "visitor-1", Token)).Id;

        var waiting = await Handling.HandOverAsync(Tenant, id, "visitor-1", "my lamp", Token);
        var again = await Handling.HandOverAsync(Tenant, id, "visitor-1", "my lamp", Token);

        Assert.Equal((HandledBy.Waiting, NoteKind.HandedOver), (waiting.By, waiting.Note!.Note));
        Assert.Equal((HandledBy.Waiting, null), (again.By, again.Note));
        Assert.Single(await Conversations.MessagesAsync(Tenant, id, 0, Token));
        var entry = Assert.Single(await new AuditLog(Database).ReadAsync(Tenant, 0, 10, Token));
        Assert.Equal(("conversation.handed-over", id.ToString(), "{}"), (entry.Action, entry.Subject, entry.Details));
        Assert.Equal(VisitorPseudonym.Of(Tenant, "visitor-1"), entry.Actor);
    }

    [Fact]
    public async Task Of_two_agents_who_take_a_conversation_at_once_one_gets_it()
    {
        var id = (await Conversations.CreateAsync(Tenant, "v", Token)).Id;

        var tries = await Task.WhenAll(Enumerable.Range(0, 6).Select(agent => Task.Run(async () =>
        {
            try
            {
                return (await Handling.TakeAsync(Tenant, id, $"agent {agent}", Token)).Agent;
            }
            catch (ConflictException e)
            {
                return e.Message;
            }
        })));

        var winner = (await Handling.FindAsync(Tenant, id, Token)).Agent!;
        Assert.Single(tries, winner);
        Assert.All(tries.Where(said => said != winner), said => Assert.StartsWith($"{winner} has taken", said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_who_has_taken_a_conversation_writes_in_it_and_each_message_once()
    {
        var id = (await Conversations.CreateAsync(Tenant, "v", Token)).Id;
        await Assert.ThrowsAsync<ConflictException>(() => Handling.SayAsync(Tenant, id, "Maria", "1", "Hello", Token));
        await Handling.TakeAsync(Tenant, id, "Maria", Token);

        var (first, isNew) = await Handling.SayAsync(Tenant, id, "Maria", "1", "Hello", Token);
        var (second, isNewAgain) = await Handling.SayAsync(Tenant, id, "Maria", "1", "Hello", Token);

        Assert.Equal((first, true, false), (second, isNew, isNewAgain));
        Assert.Equal((MessageRole.Agent, "Maria", MessageState.Complete), (first.Role, first.Author, first.State));
        await Assert.ThrowsAsync<ConflictException>(() => Handling.SayAsync(Tenant, id, "Jo", "2", "Hi", Token));
        await Assert.ThrowsAsync<ConflictException>(() => Handling.ReturnAsync(Tenant, id, "Jo", Token));
        Assert.Equal(HandledBy.Assistant, (await Handling.ReturnAsync(Tenant, id, "Maria", Token)).By);
    }

    [Fact]
    public async Task A_message_for_a_person_is_stored_and_not_answered_and_the_wait_is_noted_once()
    {
        var id = (await Conversations.CreateAsync(Tenant, "v", Token)).Id;
        await Handling.HandOverAsync(Tenant, id, "v", null, Token);

        var first = await Conversations.SendAsync(Tenant, id, "1", "Hello?", Token);
        var same = await Conversations.SendAsync(Tenant, id, "1", "Hello?", Token);
        var second = await Conversations.SendAsync(Tenant, id, "2", "Anybody?", Token);

        Assert.Equal((null, NoteKind.Waiting), (first.Answer, first.Note!.Note));
        Assert.Equal((first.Question, false), (same.Question, same.IsNew));
        Assert.Null(second.Note);
        Assert.Equal(["Hello?", "Anybody?"], (await Conversations.SaidAsync(Tenant, second.Question, 12, Token)).Select(m => m.Text));
        await Assert.ThrowsAsync<ConflictException>(() => Conversations.AskAsync(Tenant, id, "3", "?", Token));
        Assert.Equal(4, (await Conversations.MessagesAsync(Tenant, id, 0, Token)).Count);
    }

    [Fact]
    public async Task Another_tenant_handles_nothing()
    {
        var id = (await Conversations.CreateAsync(Tenant, "v", Token)).Id;

        await Assert.ThrowsAsync<NotFoundException>(() => Handling.FindAsync(Other, id, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Handling.HandOverAsync(Other, id, "v", null, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Handling.TakeAsync(Other, id, "Maria", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Handling.ReturnAsync(Other, id, "Maria", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Handling.SayAsync(Other, id, "Maria", "1", "x", Token));
    }
}
