namespace AssistantLoop.Storage.Audit;

/// <summary>Recomputes a tenant's chain over one moment's state of the database.</summary>
internal static class AuditCheck
{
    // The types are read too: a value of another type could look the same as text.
    private const string Lines = """
        SELECT CAST(sequence AS INTEGER) AS sequence, CAST(at AS TEXT) AS at, CAST(actor AS TEXT) AS actor,
            CAST(action AS TEXT) AS action, CAST(subject AS TEXT) AS subject, CAST(details AS TEXT) AS details,
            CAST(previous_hash AS TEXT) AS previous_hash, CAST(hash AS TEXT) AS hash,
            typeof(sequence) = 'integer' AND typeof(at) = 'text' AND typeof(actor) = 'text' AND typeof(action) = 'text'
                AND typeof(subject) = 'text' AND typeof(details) = 'text' AND typeof(previous_hash) = 'text'
                AND typeof(hash) = 'text' AS well_typed
        FROM audit WHERE tenant = @tenant ORDER BY audit.sequence
        """;

    /// <returns>The first fault, or null where the chain is whole and holds the noted row.</returns>
    public static async Task<AuditFault?> RunAsync(
        Session session, string tenant, AuditHead? noted, CancellationToken cancellationToken)
    {
        var sequence = 0L;
        var hash = AuditChain.Start;
        await foreach (var line in session.StreamAsync<AuditLine>(Lines, new { tenant })
            .WithCancellation(cancellationToken))
        {
            sequence++;
            if (FaultOf(tenant, line, sequence, hash) is { } problem)
            {
                return new AuditFault(sequence, problem);
            }

            hash = line.Hash;
            if (sequence == noted?.Sequence && hash != noted.Hash)
            {
                return new AuditFault(sequence,
                    $"Audit row {sequence} is not the one that was noted: the log was written anew up to it.");
            }
        }

        var head = await AuditChain.HeadAsync(session, tenant);
        if ((head?.Sequence ?? 0) > sequence)
        {
            return new AuditFault(sequence + 1, $"Audit row {sequence + 1} and what followed it were removed.");
        }

        if ((head?.Sequence ?? 0) != sequence || (head?.Hash ?? AuditChain.Start) != hash)
        {
            return new AuditFault(sequence, $"Audit row {sequence} is not the one that was written last.");
        }

        return sequence < noted?.Sequence
            ? new AuditFault(sequence + 1,
                $"The log ends at row {sequence}, before row {noted.Sequence} that was noted: rows were removed.")
            : await UnrecordedAsync(session, tenant, sequence);
    }

    // A log that was removed whole, or cut short with its head, leaves decisions that no row tells of.
    private static async Task<AuditFault?> UnrecordedAsync(Session session, string tenant, long last)
    {
        var version = await session.FindAsync<int?>("""
            SELECT number FROM versions v WHERE tenant = @tenant AND NOT EXISTS (
                SELECT 1 FROM audit a
                WHERE a.tenant = v.tenant AND a.subject = v.id AND a.action = 'version.added')
            ORDER BY number LIMIT 1
            """, new { tenant });
        if (version is not null)
        {
            return new AuditFault(last + 1, $"No audit row tells how version {version} was made: rows were removed.");
        }

        var promotion = await session.FindAsync<int?>("""
            SELECT MIN(s.sequence) FROM servings s WHERE s.tenant = @tenant GROUP BY s.version_id
            HAVING COUNT(*) > (SELECT COUNT(*) FROM audit a
                WHERE a.tenant = @tenant AND a.subject = s.version_id AND a.action = 'version.promoted')
            ORDER BY 1 LIMIT 1
            """, new { tenant });
        return promotion is null
            ? null
            : new AuditFault(last + 1, $"No audit row tells of promotion {promotion}: rows were removed.");
    }

    private static string? FaultOf(string tenant, AuditLine line, long expected, string previousHash)
    {
        if (line.WellTyped && line.Sequence > expected)
        {
            return $"Audit row {expected} is missing.";
        }

        if (!line.WellTyped || line.Sequence != expected || AuditChain.HashOf(tenant, line) != line.Hash)
        {
            return $"Audit row {expected} is not as it was written.";
        }

        return line.PreviousHash == previousHash ? null : $"Audit row {expected} does not follow the row before it.";
    }
}
