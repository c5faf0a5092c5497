using AssistantLoop.App.Answers;
using AssistantLoop.App.Tenancy;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.App.Hubs;

/// <summary>The console's socket: a run's progress as it happens, the inbox, and the one conversation that is looked at.</summary>
public sealed class ConsoleHub(
    RunStore runs,
    RunFollower follower,
    ConversationStore conversations,
    Tenants tenants,
    TimeProvider time)
    : TenantHub<IAgent>(tenants)
{
    private const string Watched = nameof(Watched);

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        (Context.Items[Watched] as WatchedConversation)?.Typing.End();
        return Task.CompletedTask;
    }

    /// <summary>A run's events after a sequence number (0 for all); ends when the run ends.</summary>
    public async Task<IAsyncEnumerable<RunEvent>> WatchRun(
        string? runId, int afterSequence, CancellationToken cancellationToken) =>
        Guid.TryParse(runId, out Guid id) && await runs.FindAsync(Tenant, id, cancellationToken) is not null
            ? follower.FollowAsync(Tenant, id, afterSequence, cancellationToken)
            : throw new ChatProblemException("unknown_run", "There is no such run.");

    /// <summary>Hears from now on of every conversation that people answer.</summary>
    public Task WatchInbox() =>
        Groups.AddToGroupAsync(Context.ConnectionId, ConversationNews.Inbox(Tenant), Context.ConnectionAborted);

    /// <summary>Hears from now on what happens in a conversation, and no more of the one before.</summary>
    /// <returns>The conversation with its last messages.</returns>
    public async Task<ConversationView> WatchConversation(string? id)
    {
        CancellationToken gone = Context.ConnectionAborted;
        Conversation conversation = Guid.TryParse(id, out Guid parsed) && await conversations.FindAsync(Tenant, parsed, gone) is { } found
            ? found
            : throw new NotFoundException("conversation", id ?? "", Tenant);
        if (Context.Items[Watched] is WatchedConversation before)
        {
            before.Typing.End();
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, ConversationNews.Group(before.Id), gone);
        }

        ConversationNews teller = Get<ConversationNews>();
        (string agent, string connection) = (Context.User?.Identity?.Name ?? "agent", Context.ConnectionId);
        Context.Items[Watched] = new WatchedConversation(
            conversation.Id, new(time, typing => teller.AgentTyping(conversation.Id, agent, typing, connection)));
        await Groups.AddToGroupAsync(Context.ConnectionId, ConversationNews.Group(conversation.Id), gone);
        return await Get<ConversationPage>().ReadAsync(conversation, visitor: null, gone);
    }

    /// <summary>Says whether the agent types in the conversation that they watch.</summary>
    public void Typing(string? id, bool typing)
    {
        if (Context.Items[Watched] is not WatchedConversation watched || watched.Id.ToString() != id)
        {
            throw new ChatProblemException("unknown_conversation", "Watch the conversation first.");
        }

        watched.Typing.Set(typing);
    }

    private sealed record WatchedConversation(Guid Id, TypingThrottle Typing);
}
