using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Actions;

/// <summary>
/// Proposed actions. Each change is a compare-and-set of its state in one transaction, so that an action is run at most once
/// whoever confirms it how often.
/// </summary>
/// <param name="database">The open database.</param>
/// <param name="node">This process's place, the same after a restart: what it left running is its own to give up.</param>
public sealed class ActionStore(Database database, string node)
{
    private const string Columns = """
        a.id, a.message_id, m.conversation_id, c.visitor, a.name, a.arguments, a.state, a.result, a.idempotency_key,
        a.created_at, a.expires_at, a.started_at, a.ended_at
        FROM actions a
        JOIN messages m ON m.tenant = a.tenant AND m.id = a.message_id
        JOIN conversations c ON c.tenant = m.tenant AND c.id = m.conversation_id
        """;

    /// <summary>Keeps a proposal.</summary>
    /// <exception cref="NotFoundException">The tenant has no such message.</exception>
    public Task<StoredAction> ProposeAsync(
        string tenant, Guid messageId, string name, string arguments, TimeSpan life, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var id = session.NewId();
            var added = await session.ExecuteAsync("""
                INSERT INTO actions (tenant, id, message_id, name, arguments, state, idempotency_key, created_at, expires_at)
                SELECT tenant, @id, id, @name, @arguments, 'proposed', @key, @Now, @expires
                FROM messages WHERE tenant = @tenant AND id = @messageId
                """,
                new { tenant, id, messageId, name, arguments, key = id.ToString("N"), session.Now, expires = session.Now + life });
            return added == 1
                ? await RequireAsync(session, tenant, id)
                : throw new NotFoundException("message", messageId.ToString(), tenant);
        }, cancellationToken);

    /// <summary>An action; null where the tenant has none of the id.</summary>
    public Task<StoredAction?> FindAsync(string tenant, Guid actionId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, tenant, actionId), cancellationToken);

    /// <summary>The actions that answers of a conversation proposed, oldest first.</summary>
    public Task<IReadOnlyList<StoredAction>> OfConversationAsync(
        string tenant, Guid conversationId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<StoredAction>(
            $"SELECT {Columns} WHERE a.tenant = @tenant AND m.conversation_id = @conversationId ORDER BY a.id",
            new { tenant, conversationId }), cancellationToken);

    /// <summary>The actions that an answer proposed.</summary>
    public Task<IReadOnlyList<StoredAction>> OfMessageAsync(
        string tenant, Guid messageId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<StoredAction>(
            $"SELECT {Columns} WHERE a.tenant = @tenant AND a.message_id = @messageId ORDER BY a.id",
            new { tenant, messageId }), cancellationToken);

    /// <summary>
    /// Takes a proposed action to be run by this process. One that has expired becomes so; any other is left as it is.
    /// </summary>
    /// <returns>The action as it is now, and whether this call took it.</returns>
    /// <exception cref="NotFoundException">The tenant has no such action.</exception>
    public Task<(StoredAction Action, bool Taken)> TakeAsync(string tenant, Guid actionId, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var action = await RequireAsync(session, tenant, actionId);
            if (action.State != ActionState.Proposed)
            {
                return (action, false);
            }

            if (action.ExpiresAt <= session.Now)
            {
                await EndAsync(session, tenant, actionId, ActionState.Proposed, ActionState.Expired, null);
                return (await RequireAsync(session, tenant, actionId), false);
            }

            await session.ExecuteAsync("""
                UPDATE actions SET state = 'running', run_by = @node, started_at = @Now
                WHERE tenant = @tenant AND id = @actionId AND state = 'proposed'
                """, new { tenant, actionId, node, session.Now });
            await AuditChain.AppendAsync(session, tenant, "visitor", "action.confirmed", actionId.ToString(), new { action.Name });
            return (await RequireAsync(session, tenant, actionId), true);
        }, cancellationToken);

    /// <summary>Ends a running action.</summary>
    public Task<StoredAction> EndAsync(
        string tenant, Guid actionId, bool done, string result, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await EndAsync(session, tenant, actionId, ActionState.Running, done ? ActionState.Done : ActionState.Failed, result);
            var action = await RequireAsync(session, tenant, actionId);
            await AuditChain.AppendAsync(
                session, tenant, "system", $"action.{action.State.Text()}", actionId.ToString(), new { action.Name });
            return action;
        }, cancellationToken);

    /// <summary>Declines a proposed action; any other is left as it is.</summary>
    /// <exception cref="NotFoundException">The tenant has no such action.</exception>
    public Task<StoredAction> DeclineAsync(string tenant, Guid actionId, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await EndAsync(session, tenant, actionId, ActionState.Proposed, ActionState.Declined, null);
            return await RequireAsync(session, tenant, actionId);
        }, cancellationToken);

    /// <summary>
    /// To be called at start: what an earlier process of this node left running failed, of every tenant; whether its webhook
    /// did it is not known, so it is not called again.
    /// </summary>
    /// <returns>How many there were.</returns>
    public Task<int> SweepAsync(string result, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("""
            UPDATE actions SET state = 'failed', result = @result, ended_at = @Now
            WHERE state = 'running' AND run_by = @node
            """, new { node, result, session.Now }), cancellationToken);

    /// <summary>Lets what nobody confirmed in time expire.</summary>
    /// <returns>What did.</returns>
    public Task<IReadOnlyList<StoredAction>> ExpireAsync(string tenant, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<StoredAction>>(async session =>
        {
            var late = await session.ListAsync<StoredAction>(
                $"SELECT {Columns} WHERE a.tenant = @tenant AND a.state = 'proposed' AND a.expires_at <= @Now LIMIT 500",
                new { tenant, session.Now });
            foreach (var action in late)
            {
                await EndAsync(session, tenant, action.Id, ActionState.Proposed, ActionState.Expired, null);
            }

            return [.. late.Select(action => action with { State = ActionState.Expired })];
        }, cancellationToken);

    private static Task<int> EndAsync(
        Session session, string tenant, Guid actionId, ActionState from, ActionState to, string? result) =>
        session.ExecuteAsync("""
            UPDATE actions SET state = @to, result = @result, ended_at = @Now
            WHERE tenant = @tenant AND id = @actionId AND state = @from
            """, new { tenant, actionId, from = from.Text(), to = to.Text(), result, session.Now });

    private static Task<StoredAction?> FindAsync(Session session, string tenant, Guid actionId) =>
        session.FindAsync<StoredAction>(
            $"SELECT {Columns} WHERE a.tenant = @tenant AND a.id = @actionId", new { tenant, actionId });

    private static async Task<StoredAction> RequireAsync(Session session, string tenant, Guid actionId) =>
        await FindAsync(session, tenant, actionId)
            ?? throw new NotFoundException("action", actionId.ToString(), tenant);
}
