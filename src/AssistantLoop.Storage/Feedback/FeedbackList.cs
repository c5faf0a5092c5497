namespace AssistantLoop.Storage.Feedback;

/// <summary>Lists the feedback on answers that counts, with what was decided about it.</summary>
public sealed class FeedbackList(Database database)
{
    /// <summary>The pieces that the filter asks for, the newest first.</summary>
    public Task<IReadOnlyList<FeedbackPiece>> ReadAsync(
        string tenant, FeedbackFilter filter, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<FeedbackPiece>($"""
            SELECT p.id, p.kind, p.message_id, m.conversation_id, p.author, p.created_at,
                COALESCE(q.text, '') AS question,
                CASE p.kind WHEN 'up' THEN m.text WHEN 'correction' THEN
                    (SELECT text FROM corrections WHERE tenant = p.tenant AND id = p.correction_id) END AS chosen,
                CASE p.kind WHEN 'up' THEN NULL ELSE m.text END AS rejected,
                (SELECT reason FROM ratings r WHERE r.tenant = p.tenant AND r.message_id = p.message_id
                    AND r.visitor = p.author AND p.kind IN ('up', 'down')) AS reason,
                (SELECT visitor FROM conversations c WHERE c.tenant = m.tenant AND c.id = m.conversation_id) AS visitor,
                {DecisionRows.Decision} AS decision,
                d.decision IS NULL AND i.decision IS NOT NULL AS by_identity,
                CASE WHEN d.decision IS NULL THEN i.reason ELSE d.reason END AS decision_reason,
                {DecisionRows.Read(DecisionRows.Cause)} AS cause,
                (SELECT COUNT(*) FROM data_set_members s WHERE s.tenant = p.tenant AND s.pair_id = p.id) AS data_sets,
                p.used_at IS NOT NULL AS considered
            FROM preference_pairs p JOIN messages m ON m.tenant = p.tenant AND m.id = p.message_id
                LEFT JOIN messages q ON q.tenant = m.tenant AND q.id = m.reply_to
                {DecisionRows.Joins}
            WHERE p.tenant = @tenant AND p.retired_at IS NULL
                AND (@kind IS NULL OR p.kind = @kind)
                AND (@decision IS NULL OR {DecisionRows.Decision} = @decision)
                AND (@cause IS NULL OR {DecisionRows.Cause} = @cause)
                AND (@Identity IS NULL OR p.author = @Identity)
                AND (@After IS NULL OR p.id < @After)
                AND (@MessageId IS NULL OR p.message_id = @MessageId)
            ORDER BY p.id DESC LIMIT @Limit
            """,
            new
            {
                tenant,
                kind = filter.Kind?.Text(),
                decision = filter.Decision?.Text(),
                cause = filter.Cause?.Text(),
                filter.Identity,
                filter.After,
                filter.MessageId,
                filter.Limit,
            }), cancellationToken);
}
