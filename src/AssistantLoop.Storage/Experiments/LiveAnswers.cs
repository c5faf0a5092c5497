namespace AssistantLoop.Storage.Experiments;

/// <summary>What versions did for visitors: ended answers with the visitors' own reactions. Agents' ratings are not among them.</summary>
public sealed class LiveAnswers(Database database)
{
    /// <summary>The name under which all callers of the HTTP API chat; each of their conversations is a visitor of its own.</summary>
    public const string Shared = "api";

    private const string Columns = """
        SELECT m.id, CASE c.visitor WHEN @Shared THEN c.id ELSE c.visitor END AS visitor, m.version_id,
            m.created_at AS at, q.text AS question, m.text, m.passages,
            m.state = 'failed' AND COALESCE(m.finish_reason, '') NOT IN ('busy', 'message_too_long') AS failed,
            r.direction = 'up' AS up, r.rated_at,
            (SELECT MIN(a.created_at) FROM messages a
             WHERE a.tenant = m.tenant AND a.reply_to = m.reply_to AND a.sequence > m.sequence) AS again_at
        FROM messages m
        JOIN conversations c ON c.tenant = m.tenant AND c.id = m.conversation_id
        JOIN messages q ON q.tenant = m.tenant AND q.id = m.reply_to
        LEFT JOIN ratings r ON r.tenant = m.tenant AND r.message_id = m.id AND r.visitor = c.visitor
        """;

    /// <summary>A version's ended answers within [since, until), oldest first.</summary>
    public Task<IReadOnlyList<LiveAnswer>> OfVersionAsync(
        string tenant, Guid versionId, DateTimeOffset since, DateTimeOffset until, int limit,
        CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<LiveAnswer>($"""
            {Columns}
            WHERE m.tenant = @tenant AND m.version_id = @versionId AND m.created_at >= @since AND m.created_at < @until
                AND m.state <> 'streaming'
            ORDER BY m.created_at, m.id LIMIT @limit
            """, new { tenant, versionId, since, until, limit, Shared }), cancellationToken);

    /// <summary>A tenant's newest ended answers since a time, the newest first.</summary>
    public Task<IReadOnlyList<LiveAnswer>> NewestAsync(
        string tenant, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<LiveAnswer>($"""
            {Columns}
            WHERE m.tenant = @tenant AND m.version_id IS NOT NULL AND m.created_at >= @since AND m.state <> 'streaming'
            ORDER BY m.id DESC LIMIT @limit
            """, new { tenant, since, limit, Shared }), cancellationToken);
}
