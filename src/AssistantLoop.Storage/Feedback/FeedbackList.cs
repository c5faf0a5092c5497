using AssistantLoop.Storage.Importing;
using AssistantLoop.Storage.Lists;

namespace AssistantLoop.Storage.Feedback;

/// <summary>
/// Lists the feedback that counts, with what was decided about it: on answers, from blind comparisons and from files.
/// </summary>
public sealed class FeedbackList(Database database)
{
    private const string Decided = """
        d.decision IS NULL AND i.decision IS NOT NULL AS by_identity,
            CASE WHEN d.decision IS NULL THEN i.reason ELSE d.reason END AS decision_reason,
            (SELECT COUNT(*) FROM data_set_members s WHERE s.tenant = p.tenant AND s.pair_id = p.id) AS data_sets,
            p.used_at IS NOT NULL AS considered
        """;

    private const string Filtered = """
        AND (@Identity IS NULL OR p.author = @Identity)
        """;

    private static readonly string s_onAnswers = $"""
        SELECT p.id, p.kind, p.message_id, m.conversation_id, p.author, p.created_at,
            COALESCE(q.text, '') AS question,
            CASE p.kind WHEN 'up' THEN m.text WHEN 'correction' THEN
                (SELECT text FROM corrections WHERE tenant = p.tenant AND id = p.correction_id) END AS chosen,
            CASE p.kind WHEN 'up' THEN NULL ELSE m.text END AS rejected,
            (SELECT reason FROM ratings r WHERE r.tenant = p.tenant AND r.message_id = p.message_id
                AND r.visitor = p.author AND p.kind IN ('up', 'down')) AS reason,
            (SELECT visitor FROM conversations c WHERE c.tenant = m.tenant AND c.id = m.conversation_id) AS visitor,
            NULL AS source, {DecisionRows.Decision} AS decision, {DecisionRows.Read(DecisionRows.Cause)} AS cause, {Decided}
        FROM preference_pairs p JOIN messages m ON m.tenant = p.tenant AND m.id = p.message_id
            LEFT JOIN messages q ON q.tenant = m.tenant AND q.id = m.reply_to
            {DecisionRows.Joins} {DecisionRows.CauseJoin}
        WHERE p.tenant = @tenant AND p.retired_at IS NULL {Filtered}
            AND (@kind IS NULL OR p.kind = @kind)
            AND (@decision IS NULL OR {DecisionRows.Decision} = @decision)
            AND (@cause IS NULL OR {DecisionRows.Cause} = @cause)
            AND (@MessageId IS NULL OR p.message_id = @MessageId)
        """;

    private const string Choices = $"""
        SELECT p.id, 'choice' AS kind, k.message_id, {ChoicePairs.Conversation} AS conversation_id, p.author, p.created_at,
            COALESCE((SELECT q.text FROM messages m JOIN messages q ON q.tenant = m.tenant AND q.id = m.reply_to
                WHERE m.tenant = k.tenant AND m.id = k.message_id), '') AS question,
            {ChoicePairs.Chosen} AS chosen, {ChoicePairs.Rejected} AS rejected, p.reason,
            {ChoicePairs.Visitor} AS visitor,
            NULL AS source, {DecisionRows.Decision} AS decision, NULL AS cause, {Decided}
        {ChoicePairs.Usable} {Filtered}
            AND @cause IS NULL AND (@kind IS NULL OR @kind = 'choice')
            AND (@decision IS NULL OR {DecisionRows.Decision} = @decision)
            AND (@MessageId IS NULL OR k.message_id = @MessageId)
        """;

    // The question of an imported row is the last message of the user's in its prompt, which is kept as a list in JSON.
    private const string Imported = $"""
        SELECT p.id, p.kind, NULL AS message_id, p.conversation_id, p.author, p.created_at,
            COALESCE((SELECT json_extract(turn.value, '$.content') FROM prompts o, json_each(o.content) turn
                WHERE o.tenant = p.tenant AND o.hash = p.prompt_hash AND json_extract(turn.value, '$.role') = 'user'
                ORDER BY turn.key DESC LIMIT 1), '') AS question,
            p.chosen, p.rejected, NULL AS reason, NULL AS visitor,
            (SELECT file_name || ':' || p.line FROM imports f WHERE f.tenant = p.tenant AND f.id = p.import_id) AS source,
            {DecisionRows.ImportedDecision} AS decision, NULL AS cause, {Decided}
        {ImportedPairs.Usable} {Filtered}
            AND @cause IS NULL AND @MessageId IS NULL AND (@kind IS NULL OR p.kind = @kind)
            AND (@decision IS NULL OR {DecisionRows.ImportedDecision} = @decision)
        """;

    private static readonly SortFields s_fields = new(
        "-createdAt", "id", ("createdAt", "id"), ("kind", "kind"), ("author", "author"), ("decision", "decision"));

    private static readonly string s_all = $"{s_onAnswers} UNION ALL {Choices} UNION ALL {Imported}";

    /// <summary>The pieces on one answer, the newest first.</summary>
    public Task<IReadOnlyList<FeedbackPiece>> OnAnswerAsync(
        string tenant, Guid messageId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<FeedbackPiece>(
            $"SELECT * FROM ({s_all}) ORDER BY id DESC LIMIT @limit",
            Values(tenant, new FeedbackFilter { MessageId = messageId }, limit)), cancellationToken);

    /// <summary>A page of the pieces that the filter asks for; the search is for questions, answers and reasons.</summary>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public Task<ListPage<FeedbackPiece>> ReadAsync(
        string tenant, FeedbackFilter filter, ListQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListRows.ReadAsync<FeedbackPiece>(
            session,
            "*",
            $"FROM ({s_all}) WHERE {ListRows.Matches("question", "chosen", "rejected", "reason")}",
            s_fields,
            query,
            Values(tenant, filter, query.PageSize)), cancellationToken);

    private static object Values(string tenant, FeedbackFilter filter, int limit) => new
    {
        tenant,
        kind = filter.Kind?.Text(),
        decision = filter.Decision?.Text(),
        cause = filter.Cause?.Text(),
        filter.Identity,
        filter.MessageId,
        limit,
    };
}
