using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Conversations;

/// <summary>Who answers a conversation: the assistant, an agent, or nobody yet. What is so already changes nothing.</summary>
public sealed class HandlingStore(Database database)
{
    // Visitors choose their own ids, so that an agent's must not look like one.
    private const string AgentPrefix = "agent:";

    /// <summary>Whether a visitor may not name a message so.</summary>
    public static bool IsReserved(string clientMessageId) =>
        clientMessageId.StartsWith(AgentPrefix, StringComparison.Ordinal);

    /// <summary>Who answers a conversation.</summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    public Task<Handling> FindAsync(string tenant, Guid conversationId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => HandlingRows.FindAsync(session, tenant, conversationId), cancellationToken);

    /// <summary>The visitor asks for a person.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="visitor">Who asks.</param>
    /// <param name="reason">Why; null where they do not say.</param>
    /// <param name="cancellationToken">Stops the write.</param>
    /// <param name="wording">How the business says it to its visitors; null for English.</param>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    public Task<Handling> HandOverAsync(
        string tenant, Guid conversationId, string visitor, string? reason, CancellationToken cancellationToken,
        string? wording = null) =>
        database.WriteAsync(async session =>
        {
            var now = await HandlingRows.FindAsync(session, tenant, conversationId);
            return now.By != HandledBy.Assistant
                ? now
                : await HandlingRows.ChangeAsync(
                    session, tenant, new(conversationId, HandledBy.Waiting, Agent: null), NoteKind.HandedOver,
                    NoteOf(wording, reason),
                    VisitorPseudonym.Of(tenant, visitor));
        }, cancellationToken);

    /// <summary>The visitor goes back to the assistant.</summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    public Task<Handling> BackToAssistantAsync(
        string tenant, Guid conversationId, string visitor, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
            await ReturnAsync(
                session, tenant, await HandlingRows.FindAsync(session, tenant, conversationId),
                VisitorPseudonym.Of(tenant, visitor)), cancellationToken);

    /// <summary>An agent answers from now on.</summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    /// <exception cref="ConflictException">Another agent has it.</exception>
    public Task<Handling> TakeAsync(
        string tenant, Guid conversationId, string agent, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var now = await FreeAsync(session, tenant, conversationId, agent);
            return now.By == HandledBy.Agent
                ? now
                : await HandlingRows.ChangeAsync(
                    session, tenant, new(conversationId, HandledBy.Agent, agent), NoteKind.Taken, $"{agent} answers now.", agent);
        }, cancellationToken);

    /// <summary>An agent gives the conversation back to the assistant.</summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    /// <exception cref="ConflictException">Another agent has it.</exception>
    public Task<Handling> ReturnAsync(
        string tenant, Guid conversationId, string agent, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
            await ReturnAsync(session, tenant, await FreeAsync(session, tenant, conversationId, agent), agent), cancellationToken);

    /// <summary>An agent writes in a conversation that they have taken; the same client id again gives the same message.</summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    /// <exception cref="ConflictException">Another agent has it, or nobody.</exception>
    public Task<(Message Message, bool IsNew)> SayAsync(
        string tenant, Guid conversationId, string agent, string clientMessageId, string text,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var id = AgentPrefix + clientMessageId;
            if (await SentRows.FindAsync(session, tenant, conversationId, id) is { Question: var known })
            {
                return (known, false);
            }

            return await FreeAsync(session, tenant, conversationId, agent) is { By: HandledBy.Agent }
                ? (await MessageRows.AddAgentMessageAsync(session, tenant, conversationId, agent, id, text), true)
                : throw new ConflictException(
                    $"Nobody has taken conversation {conversationId}. Take it first, so that the assistant does not answer too.");
        }, cancellationToken);

    private static string NoteOf(string? wording, string? reason) =>
        reason is null ? wording ?? "The visitor asked for a person."
        : wording is null ? $"The visitor asked for a person: {reason}"
        : $"{wording} ({reason})";

    private static async Task<Handling> ReturnAsync(Session session, string tenant, Handling now, string actor) =>
        now.By == HandledBy.Assistant
            ? now
            : await HandlingRows.ChangeAsync(
                session, tenant, new(now.ConversationId, HandledBy.Assistant, Agent: null), NoteKind.Returned,
                "The assistant answers again.", actor);

    private static async Task<Handling> FreeAsync(Session session, string tenant, Guid conversationId, string agent)
    {
        var now = await HandlingRows.FindAsync(session, tenant, conversationId);
        return now.By == HandledBy.Agent && now.Agent != agent
            ? throw new ConflictException($"{now.Agent} has taken conversation {conversationId}.")
            : now;
    }
}
