using AssistantLoop.Storage.Lists;

namespace AssistantLoop.Storage.Audit;

/// <summary>
/// The append-only record of who did what, one hash chain per tenant. The stores write their own rows within the
/// change's transaction. The chain shows edits, removals and reorderings by anyone who does not recompute all that
/// follows.
/// </summary>
public sealed class AuditLog(Database database)
{
    private static readonly SortFields s_fields = new(
        "-sequence", "sequence", ("sequence", "sequence"), ("actor", "actor"), ("action", "action"));

    /// <summary>
    /// Records something that no store does by itself, such as a sign-in. <paramref name="details"/> is a JSON
    /// object.
    /// </summary>
    public Task AppendAsync(
        string tenant, string actor, string action, string subject, string details,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await AuditChain.AppendAsync(session, tenant, actor, action, subject, details);
            return true;
        }, cancellationToken);

    /// <summary>The rows after a sequence number, oldest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ReadAsync(
        string tenant, long afterSequence, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<AuditEntry>("""
            SELECT sequence, at, actor, action, subject, details, hash FROM audit
            WHERE tenant = @tenant AND sequence > @afterSequence ORDER BY sequence LIMIT @limit
            """, new { tenant, afterSequence, limit }), cancellationToken);

    /// <summary>A page of the rows that a filter asks for; the search is for what was done, to what, and particulars.</summary>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public Task<ListPage<AuditEntry>> PageAsync(
        string tenant, AuditFilter filter, ListQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListRows.ReadAsync<AuditEntry>(
            session,
            "sequence, at, actor, action, subject, details, hash",
            $"""
            FROM audit WHERE tenant = @tenant
                AND (@Action IS NULL OR substr(action, 1, length(@Action)) = @Action)
                AND (@Actor IS NULL OR actor = @Actor)
                AND (@Subject IS NULL OR subject = @Subject)
                AND {ListRows.Matches("action", "subject", "actor", "details")}
            """,
            s_fields,
            query,
            new { tenant, filter.Action, filter.Actor, filter.Subject }), cancellationToken);

    /// <summary>The tenant's newest row, or null before the first.</summary>
    public Task<AuditHead?> HeadAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => AuditChain.HeadAsync(session, tenant), cancellationToken);

    /// <summary>
    /// Recomputes the tenant's whole chain, and looks whether every version and promotion has its row.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <param name="noted">
    /// A head that was noted elsewhere: the chain must hold it. Without one, a chain that somebody recomputed from some
    /// row to the end looks whole.
    /// </param>
    /// <returns>The first fault, or null where the log is whole.</returns>
    public Task<AuditFault?> VerifyAsync(
        string tenant, CancellationToken cancellationToken, AuditHead? noted = null) =>
        database.ReadAsync(async session =>
        {
            // One moment's state: what another process appends meanwhile is neither half seen nor taken for a fault.
            await session.ExecuteAsync("BEGIN TRANSACTION");
            try
            {
                return await AuditCheck.RunAsync(session, tenant, noted, cancellationToken);
            }
            finally
            {
                await session.ExecuteAsync("ROLLBACK TRANSACTION");
            }
        }, cancellationToken);
}
