using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Feedback;

/// <summary>Answers that wait for an agent, and what agents do with them short of correcting.</summary>
public sealed class ReviewStore(Database database)
{
    private const string Item = """
        SELECT m.id AS message_id, m.conversation_id, q.text AS question, m.text AS answer, m.version_id,
            m.created_at AS answered_at, m.mean_entropy, m.max_entropy, k.assignee,
            (SELECT COUNT(*) FROM ratings r
             WHERE r.tenant = m.tenant AND r.message_id = m.id AND r.direction = 'down') AS down_count,
            (SELECT GROUP_CONCAT(DISTINCT label) FROM flags f
             WHERE f.tenant = m.tenant AND f.message_id = m.id) AS labels,
            EXISTS (SELECT 1 FROM suggestions s WHERE s.tenant = m.tenant AND s.message_id = m.id) AS suggested,
            (SELECT MAX(json_extract(value, '$.score')) FROM json_each(COALESCE(m.passages, '[]'))) AS best_score,
            (SELECT GROUP_CONCAT(json_extract(value, '$.passage.path'), char(10))
             FROM json_each(COALESCE(m.passages, '[]'))) AS paths,
            (SELECT o.text FROM messages o
             WHERE o.tenant = m.tenant AND o.reply_to = m.reply_to AND o.id <> m.id AND o.version_id <> m.version_id
                AND o.state = 'complete' ORDER BY o.id DESC LIMIT 1) AS other_answer
        FROM messages m JOIN messages q ON q.tenant = m.tenant AND q.id = m.reply_to
            LEFT JOIN review_marks k ON k.tenant = m.tenant AND k.message_id = m.id
        """;

    private const string Feedback = """
        SELECT message_id, rated_at AS at FROM ratings WHERE tenant = @tenant AND direction = 'down'
        UNION ALL SELECT message_id, flagged_at FROM flags WHERE tenant = @tenant
        UNION ALL SELECT message_id, suggested_at FROM suggestions WHERE tenant = @tenant
        """;

    /// <summary>
    /// Answers flagged, rated down or with a suggestion, neither corrected nor put aside since, the newest first.
    /// </summary>
    public Task<IReadOnlyList<ReviewItem>> WaitingAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<ReviewItem>($"""
            {Item}
            JOIN (SELECT message_id, MAX(at) AS at FROM ({Feedback}) GROUP BY message_id) f ON f.message_id = m.id
            WHERE m.tenant = @tenant AND (k.dismissed_at IS NULL OR k.dismissed_at < f.at)
                AND NOT EXISTS (SELECT 1 FROM corrections c WHERE c.tenant = m.tenant AND c.message_id = m.id)
            ORDER BY m.id DESC LIMIT @limit
            """, new { tenant, limit }), cancellationToken);

    /// <summary>
    /// Answers that stand, that nobody said anything about and of which the model was least sure, among those since a time
    /// and with at least this mean entropy; the least sure first.
    /// </summary>
    public Task<IReadOnlyList<ReviewItem>> UnsureAsync(
        string tenant, double leastEntropy, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<ReviewItem>($"""
            {Item}
            WHERE m.tenant = @tenant AND m.mean_entropy >= @leastEntropy AND m.created_at >= @since
                AND k.dismissed_at IS NULL AND m.state = 'complete' AND m.replaced_by IS NULL
                AND m.id NOT IN (
                    SELECT message_id FROM ratings WHERE tenant = @tenant
                    UNION SELECT message_id FROM flags WHERE tenant = @tenant
                    UNION SELECT message_id FROM suggestions WHERE tenant = @tenant
                    UNION SELECT message_id FROM corrections WHERE tenant = @tenant)
            ORDER BY m.mean_entropy DESC, m.id DESC LIMIT @limit
            """, new { tenant, leastEntropy, since, limit }), cancellationToken);

    /// <summary>Says who looks at an answer; null for nobody. The same again changes nothing.</summary>
    /// <exception cref="NotFoundException">The tenant has no such answer.</exception>
    public Task<bool> AssignAsync(
        string tenant, Guid messageId, string? assignee, string by, CancellationToken cancellationToken) =>
        MarkAsync(tenant, messageId, """
            INSERT INTO review_marks (tenant, message_id, assignee) VALUES (@tenant, @messageId, @assignee)
            ON CONFLICT (tenant, message_id) DO UPDATE SET assignee = excluded.assignee
            WHERE assignee IS NOT excluded.assignee
            """, by, "review.assigned", assignee, cancellationToken);

    /// <summary>Puts an answer aside until there is newer feedback on it, or takes that back.</summary>
    /// <exception cref="NotFoundException">The tenant has no such answer.</exception>
    public Task<bool> DismissAsync(
        string tenant, Guid messageId, bool dismissed, string by, CancellationToken cancellationToken) =>
        MarkAsync(tenant, messageId, dismissed
            ? """
            INSERT INTO review_marks (tenant, message_id, dismissed_by, dismissed_at)
            VALUES (@tenant, @messageId, @by, @Now)
            ON CONFLICT (tenant, message_id) DO UPDATE
            SET dismissed_by = excluded.dismissed_by, dismissed_at = excluded.dismissed_at
            """
            : """
            UPDATE review_marks SET dismissed_by = NULL, dismissed_at = NULL
            WHERE tenant = @tenant AND message_id = @messageId AND dismissed_at IS NOT NULL
            """, by, dismissed ? "review.dismissed" : "review.restored", assignee: null, cancellationToken);

    private Task<bool> MarkAsync(
        string tenant, Guid messageId, string sql, string by, string action, string? assignee,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            if (await session.SingleAsync<int>(
                "SELECT COUNT(*) FROM messages WHERE tenant = @tenant AND id = @messageId AND role = 'assistant'",
                new { tenant, messageId }) == 0)
            {
                throw new NotFoundException("answer", messageId.ToString(), tenant);
            }

            var changed = await session.ExecuteAsync(sql, new { tenant, messageId, assignee, by, session.Now }) > 0;
            if (changed)
            {
                // An agent's name is what was decided and no text, but names are not for a log that is never deleted.
                await AuditChain.AppendAsync(session, tenant, by, action, messageId.ToString(),
                    new { assigneeHash = assignee is null ? null : Prompts.PromptStore.HashOf(assignee) });
            }

            return changed;
        }, cancellationToken);
}
