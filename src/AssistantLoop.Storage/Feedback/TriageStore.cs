using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Feedback;

/// <summary>Which bad answers triage has to look into, and what it found.</summary>
public sealed class TriageStore(Database database)
{
    private const string Correction = """
        (SELECT c.text FROM corrections c WHERE c.tenant = m.tenant AND c.message_id = m.id ORDER BY c.id DESC LIMIT 1)
        """;

    private const string Labels = """
        (SELECT GROUP_CONCAT(label) FROM (SELECT DISTINCT label FROM flags f
            WHERE f.tenant = m.tenant AND f.message_id = m.id ORDER BY label))
        """;

    private const string Reason = """
        (SELECT r.reason FROM ratings r WHERE r.tenant = m.tenant AND r.message_id = m.id AND r.direction = 'down'
            AND r.reason IS NOT NULL ORDER BY r.rated_at DESC LIMIT 1)
        """;

    // Changes with the documents, the correction, the labels and the ratings; bad answers alone have one.
    private const string Stamped = $"""
        SELECT m.tenant, m.id, m.reply_to, m.conversation_id, m.text, m.passages,
            (SELECT COALESCE(MAX(updated_at), '') || ' ' || COUNT(*) FROM documents WHERE tenant = @tenant)
            || ' ' || COALESCE((SELECT MAX(c.id) FROM corrections c WHERE c.tenant = m.tenant AND c.message_id = m.id), '')
            || ' ' || COALESCE({Labels}, '')
            || ' ' || COALESCE((SELECT MAX(rated_at) FROM ratings r WHERE r.tenant = m.tenant AND r.message_id = m.id
                AND r.direction = 'down'), '') AS stamp
        FROM messages m
        WHERE m.tenant = @tenant AND m.role = 'assistant' AND m.state IN ('complete', 'stopped') AND m.id IN (
            SELECT message_id FROM ratings WHERE tenant = @tenant AND direction = 'down'
            UNION SELECT message_id FROM flags WHERE tenant = @tenant
            UNION SELECT message_id FROM corrections WHERE tenant = @tenant)
        """;

    private static readonly string Results = $"""
        SELECT t.message_id, {DecisionRows.Read(DecisionRows.Cause)} AS cause, {DecisionRows.Read("t.cause")} AS found, t.overruled_by, t.evidence, t.found_at,
            COALESCE(q.text, '') AS question, m.text AS answer, {Correction} AS correction
        FROM triage_results t JOIN messages m ON m.tenant = t.tenant AND m.id = t.message_id
            LEFT JOIN messages q ON q.tenant = m.tenant AND q.id = m.reply_to
        WHERE t.tenant = @tenant
        """;

    /// <summary>
    /// Answers that were flagged, rated down or corrected, and that were not looked into since their feedback or the
    /// documents changed, oldest first.
    /// </summary>
    public Task<IReadOnlyList<TriageCase>> DueAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<TriageCase>($"""
            SELECT m.id AS message_id, q.text AS question, m.text AS answer, m.passages, m.stamp,
                {Correction} AS correction, {Labels} AS labels, {Reason} AS reason,
                (SELECT b.text FROM messages b WHERE b.tenant = q.tenant AND b.conversation_id = q.conversation_id
                    AND b.role = 'user' AND b.replaced_by IS NULL AND b.sequence < q.sequence ORDER BY b.sequence DESC LIMIT 1) AS before
            FROM ({Stamped}) m JOIN messages q ON q.tenant = m.tenant AND q.id = m.reply_to
                LEFT JOIN triage_results t ON t.tenant = m.tenant AND t.message_id = m.id
            WHERE t.stamp IS NULL OR t.stamp <> m.stamp
            ORDER BY m.id LIMIT @limit
            """, new { tenant, limit }), cancellationToken);

    /// <summary>Stores findings in place of earlier ones; what an agent said stays.</summary>
    public Task StoreAsync(
        string tenant, IReadOnlyList<NewTriageResult> results, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("""
            INSERT INTO triage_results (tenant, message_id, cause, evidence, stamp, found_at)
            SELECT @tenant, @MessageId, @cause, @Evidence, @Stamp, @Now
            WHERE EXISTS (SELECT 1 FROM messages WHERE tenant = @tenant AND id = @MessageId)
            ON CONFLICT (tenant, message_id) DO UPDATE SET cause = excluded.cause, evidence = excluded.evidence,
                stamp = excluded.stamp, found_at = excluded.found_at
            """,
            results.Select(result => new
            {
                tenant,
                result.MessageId,
                cause = result.Cause?.Text(),
                result.Evidence,
                result.Stamp,
                session.Now,
            })), cancellationToken);

    /// <summary>Puts an agent's finding before triage's; null takes it back. The same again changes nothing.</summary>
    /// <exception cref="NotFoundException">Triage has found nothing about such an answer yet.</exception>
    public Task<bool> OverruleAsync(
        string tenant, Guid messageId, FaultCause? cause, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var key = new { tenant, messageId };
            if (await session.SingleAsync<int>(
                "SELECT COUNT(*) FROM triage_results WHERE tenant = @tenant AND message_id = @messageId", key) == 0)
            {
                throw new NotFoundException("triaged answer", messageId.ToString(), tenant);
            }

            var before = await session.FindAsync<string?>("""
                SELECT overruled_cause FROM triage_results WHERE tenant = @tenant AND message_id = @messageId
                """, key);
            if (before == cause?.Text())
            {
                return false;
            }

            await session.ExecuteAsync("""
                UPDATE triage_results SET overruled_cause = @cause, overruled_by = CASE WHEN @cause IS NULL THEN NULL ELSE @by END,
                    overruled_at = @Now
                WHERE tenant = @tenant AND message_id = @messageId
                """, new { tenant, messageId, cause = cause?.Text(), by, session.Now });
            await AuditChain.AppendAsync(session, tenant, by, "triage.overruled", messageId.ToString(),
                new { before, cause = cause?.Text() });
            return true;
        }, cancellationToken);

    /// <summary>What was found about one answer; null where it was not looked into.</summary>
    public Task<TriageResult?> FindAsync(string tenant, Guid messageId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<TriageResult>(
            $"{Results} AND t.message_id = @messageId", new { tenant, messageId }), cancellationToken);

    /// <summary>All findings, the newest answers first.</summary>
    public Task<IReadOnlyList<TriageResult>> ListAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<TriageResult>(
            $"{Results} ORDER BY t.message_id DESC LIMIT @limit", new { tenant, limit }), cancellationToken);
}
