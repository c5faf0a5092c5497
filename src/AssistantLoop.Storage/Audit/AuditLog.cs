namespace AssistantLoop.Storage.Audit;

/// <summary>
/// The append-only record of who did what, one hash chain per tenant. The stores write their own rows within the
/// change's transaction. The chain shows edits, removals and reorderings by anyone who does not recompute all that
/// follows.
/// </summary>
public sealed class AuditLog(Database database)
{
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

    /// <summary>Recomputes the tenant's whole chain.</summary>
    /// <returns>The first fault, or null where the log is whole.</returns>
    public Task<AuditFault?> VerifyAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            var head = await session.FindAsync<AuditHead>(
                "SELECT sequence, hash FROM audit_heads WHERE tenant = @tenant", new { tenant });
            // Up to the head alone: another process may append while this one reads.
            var lines = session.StreamAsync<AuditLine>("""
                SELECT sequence, at, actor, action, subject, details, previous_hash, hash FROM audit
                WHERE tenant = @tenant AND sequence <= @last ORDER BY sequence
                """, new { tenant, last = head?.Sequence ?? long.MaxValue });
            var sequence = 0L;
            var hash = AuditChain.Start;
            await foreach (var line in lines.WithCancellation(cancellationToken))
            {
                sequence++;
                if (FaultOf(tenant, line, sequence, hash) is { } problem)
                {
                    return new AuditFault(sequence, problem);
                }

                hash = line.Hash;
            }

            return (head?.Sequence ?? 0) == sequence && (head?.Hash ?? AuditChain.Start) == hash
                ? null
                : new AuditFault(sequence + 1, $"Audit row {sequence + 1} and what followed it were removed.");
        }, cancellationToken);

    private static string? FaultOf(string tenant, AuditLine line, long expected, string previousHash)
    {
        if (line.Sequence != expected)
        {
            return $"Audit row {expected} is missing.";
        }

        if (AuditChain.HashOf(tenant, line) != line.Hash)
        {
            return $"Audit row {expected} is not as it was written.";
        }

        return line.PreviousHash == previousHash ? null : $"Audit row {expected} does not follow the row before it.";
    }
}
