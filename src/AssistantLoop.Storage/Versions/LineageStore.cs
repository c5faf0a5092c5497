namespace AssistantLoop.Storage.Versions;

/// <summary>Reads lineage both ways: from versions to what made them, from conversations to versions and back.</summary>
public sealed class LineageStore(Database database)
{
    private const int MostFeedback = 1000;

    /// <summary>The newest versions with all that stands behind them.</summary>
    public Task<LineageGraph> GraphAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            const string Newest = "(SELECT * FROM versions WHERE tenant = @tenant ORDER BY number DESC LIMIT @limit)";
            var key = new { tenant, limit };
            return new LineageGraph(
                await session.ListAsync<AssistantVersion>($"SELECT * FROM {Newest} ORDER BY number", key),
                await session.ListAsync<LineageDataSet>($"""
                    SELECT hash, train_count, held_out_count, created_at FROM data_sets
                    WHERE tenant = @tenant AND hash IN (SELECT data_set_hash FROM {Newest}) ORDER BY created_at, hash
                    """, key),
                await session.ListAsync<LineageRun>($"""
                    SELECT id, state, requested_by, reason, created_at FROM runs
                    WHERE tenant = @tenant AND id IN (SELECT run_id FROM {Newest}) ORDER BY id
                    """, key),
                await session.ListAsync<LineageDecision>($"""
                    SELECT subject AS version_id, action, actor, at, details FROM audit
                    WHERE tenant = @tenant AND action LIKE 'version.%' AND subject IN (SELECT id FROM {Newest})
                    ORDER BY sequence
                    """, key));
        }, cancellationToken);

    /// <summary>What stands behind a conversation and where its feedback went.</summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    public Task<ConversationLineage> OfConversationAsync(
        string tenant, Guid conversationId, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            var key = new { tenant, conversationId, MostFeedback };
            if (await session.SingleAsync<int>(
                "SELECT COUNT(*) FROM conversations WHERE tenant = @tenant AND id = @conversationId", key) == 0)
            {
                throw new NotFoundException("conversation", conversationId.ToString(), tenant);
            }

            return new ConversationLineage(
                await session.ListAsync<AnsweringVersion>("""
                    SELECT v.id AS version_id, v.number AS version_number, COUNT(*) AS answers, v.run_id, v.data_set_hash
                    FROM messages m JOIN versions v ON v.tenant = m.tenant AND v.id = m.version_id
                    WHERE m.tenant = @tenant AND m.conversation_id = @conversationId
                    GROUP BY v.id ORDER BY v.number
                    """, key),
                await session.ListAsync<FeedbackTrace>("""
                    SELECT p.id AS pair_id, p.kind, p.message_id, d.data_set_hash, v.number AS version_number
                    FROM messages m
                    JOIN preference_pairs p ON p.tenant = m.tenant AND p.message_id = m.id
                    LEFT JOIN data_set_members d ON d.tenant = p.tenant AND d.pair_id = p.id
                    LEFT JOIN versions v ON v.tenant = d.tenant AND v.data_set_hash = d.data_set_hash
                    WHERE m.tenant = @tenant AND m.conversation_id = @conversationId
                    ORDER BY p.id, v.number LIMIT @MostFeedback
                    """, key));
        }, cancellationToken);

    /// <summary>The conversations that a version answered in, the newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="versionId">The version.</param>
    /// <param name="before">The last conversation of the page before; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<LineageConversation>> AnsweredAsync(
        string tenant, Guid versionId, Guid? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<LineageConversation>("""
            SELECT c.id, c.visitor, c.created_at, COUNT(*) AS count
            FROM messages m JOIN conversations c ON c.tenant = m.tenant AND c.id = m.conversation_id
            WHERE m.tenant = @tenant AND m.version_id = @versionId AND (@before IS NULL OR c.id < @before)
            GROUP BY c.id ORDER BY c.id DESC LIMIT @limit
            """, new { tenant, versionId, before, limit }), cancellationToken);

    /// <summary>The conversations whose feedback is in the data set that a version was trained on, the newest first.</summary>
    /// <inheritdoc cref="AnsweredAsync"/>
    public Task<IReadOnlyList<LineageConversation>> TrainedOnAsync(
        string tenant, Guid versionId, Guid? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<LineageConversation>("""
            SELECT c.id, c.visitor, c.created_at, COUNT(*) AS count
            FROM versions v
            JOIN data_set_members d ON d.tenant = v.tenant AND d.data_set_hash = v.data_set_hash
            JOIN preference_pairs p ON p.tenant = d.tenant AND p.id = d.pair_id
            JOIN messages m ON m.tenant = p.tenant AND m.id = p.message_id
            JOIN conversations c ON c.tenant = m.tenant AND c.id = m.conversation_id
            WHERE v.tenant = @tenant AND v.id = @versionId AND (@before IS NULL OR c.id < @before)
            GROUP BY c.id ORDER BY c.id DESC LIMIT @limit
            """, new { tenant, versionId, before, limit }), cancellationToken);
}
