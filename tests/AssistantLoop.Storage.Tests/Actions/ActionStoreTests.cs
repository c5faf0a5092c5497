using AssistantLoop.Storage.Actions;

namespace AssistantLoop.Storage.Tests.Actions;

public sealed class ActionStoreTests : StorageTest
{
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(15);

    private ActionStore Store => new(Database, "server@test");

    [Fact]
    public async Task Of_many_confirmations_at_once_one_runs_it()
    {
        var action = await ProposedAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.TakeAsync(Tenant, action.Id, Token)));

        Assert.Single(taken, one => one.Taken);
        Assert.All(taken, one => Assert.Equal(ActionState.Running, one.Action.State));
    }

    [Fact]
    public async Task What_nobody_confirmed_within_its_time_has_expired()
    {
        var action = await ProposedAsync();
        Time.Advance(s_life - TimeSpan.FromSeconds(1));
        Assert.Empty(await Store.ExpireAsync(Tenant, Token));
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((ActionState.Expired, false), await Store.TakeAsync(Tenant, action.Id, Token) is var (late, taken) ? (late.State, taken) : default);
        var other = await ProposedAsync();
        Time.Advance(s_life);
        Assert.Equal([other.Id], (await Store.ExpireAsync(Tenant, Token)).Select(one => one.Id));
    }

    [Fact]
    public async Task What_a_dead_process_left_running_failed_and_another_nodes_goes_on()
    {
        var mine = await ProposedAsync();
        var others = await ProposedAsync();
        await Store.TakeAsync(Tenant, mine.Id, Token);
        await new ActionStore(Database, "elsewhere").TakeAsync(Tenant, others.Id, Token);

        Assert.Equal(1, await Store.SweepAsync("unknown outcome", Token));

        Assert.Equal((ActionState.Failed, "unknown outcome"), await Store.FindAsync(Tenant, mine.Id, Token) is { } found ? (found.State, found.Result) : default);
        Assert.Equal(ActionState.Running, (await Store.FindAsync(Tenant, others.Id, Token))!.State);
    }

    [Fact]
    public async Task A_late_result_changes_nothing_that_has_ended()
    {
        var action = await ProposedAsync();
        await Store.DeclineAsync(Tenant, action.Id, Token);

        Assert.Equal(ActionState.Declined, (await Store.EndAsync(Tenant, action.Id, done: true, "x", Token)).State);
        Assert.Equal((ActionState.Declined, false), await Store.TakeAsync(Tenant, action.Id, Token) is var (late, taken) ? (late.State, taken) : default);
    }

    [Fact]
    public async Task Another_tenants_action_is_unknown()
    {
        var action = await ProposedAsync();

        Assert.Null(await Store.FindAsync(Other, action.Id, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Store.TakeAsync(Other, action.Id, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Store.DeclineAsync(Other, action.Id, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Store.ProposeAsync(Other, action.MessageId, "a", "{}", s_life, Token));
    }

    [Fact]
    public async Task An_action_goes_with_its_conversation()
    {
        var action = await ProposedAsync();
        Tamper("PRAGMA foreign_keys = ON; DELETE FROM conversations WHERE id = @id", new { id = action.ConversationId.ToString() });

        Assert.Null(await Store.FindAsync(Tenant, action.Id, Token));
    }

    private async Task<StoredAction> ProposedAsync() => await Store.ProposeAsync(
        Tenant, (await AnsweredAsync()).Id, "track_order", """{"order":"4711"}""", s_life, Token);
}
