namespace AssistantLoop.Storage.Conversations;

/// <summary>Conversations as they are reviewed: turn by turn, with what was said about each, page by page.</summary>
public sealed class ConversationLog(Database database)
{
    /// <summary>The turns of the newest conversations before one (null: of all), each conversation's in order.</summary>
    public Task<IReadOnlyList<LoggedTurn>> ReadAsync(
        string tenant, Guid? before, int conversations, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<LoggedTurn>("""
            SELECT q.conversation_id, q.id AS question_id, q.text AS question, q.created_at AS asked_at,
                a.id AS answer_id, a.text AS answer, a.state AS answer_state,
                (SELECT COUNT(*) FROM messages x WHERE x.tenant = q.tenant AND x.reply_to = q.id) AS answers,
                (SELECT COUNT(*) FROM ratings r JOIN messages x ON x.tenant = r.tenant AND x.id = r.message_id
                    WHERE x.tenant = q.tenant AND x.reply_to = q.id AND r.direction = 'up') AS rated_up,
                (SELECT COUNT(*) FROM ratings r JOIN messages x ON x.tenant = r.tenant AND x.id = r.message_id
                    WHERE x.tenant = q.tenant AND x.reply_to = q.id AND r.direction = 'down') AS rated_down,
                (SELECT COUNT(*) FROM flags f JOIN messages x ON x.tenant = f.tenant AND x.id = f.message_id
                    WHERE x.tenant = q.tenant AND x.reply_to = q.id) AS flags,
                (SELECT COUNT(*) FROM corrections c JOIN messages x ON x.tenant = c.tenant AND x.id = c.message_id
                    WHERE x.tenant = q.tenant AND x.reply_to = q.id) AS corrections
            FROM messages q LEFT JOIN messages a ON a.tenant = q.tenant AND a.id = (
                SELECT x.id FROM messages x WHERE x.tenant = q.tenant AND x.reply_to = q.id
                ORDER BY x.sequence DESC LIMIT 1)
            WHERE q.tenant = @tenant AND q.role = 'user' AND q.replaced_by IS NULL AND q.conversation_id IN (
                SELECT id FROM conversations WHERE tenant = @tenant AND (@before IS NULL OR id < @before)
                    AND EXISTS (SELECT 1 FROM messages WHERE tenant = @tenant AND conversation_id = conversations.id)
                ORDER BY id DESC LIMIT @conversations)
            ORDER BY q.conversation_id DESC, q.sequence
            """, new { tenant, before, conversations }), cancellationToken);

    /// <summary>Imported conversations after one (null: from the first) in the order of their ids.</summary>
    public Task<IReadOnlyList<ImportedTurns>> ReadImportedAsync(
        string tenant, Guid? after, int conversations, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<ImportedTurns>("""
            SELECT r.conversation_id, p.content AS prompt, r.chosen, MAX(LENGTH(p.content)) AS length
            FROM imported_rows r JOIN prompts p ON p.tenant = r.tenant AND p.hash = r.prompt_hash
            WHERE r.tenant = @tenant AND r.retired_at IS NULL AND r.kind = 'imported' AND r.rejected IS NULL
                AND (@after IS NULL OR r.conversation_id > @after)
            GROUP BY r.conversation_id ORDER BY r.conversation_id LIMIT @conversations
            """, new { tenant, after, conversations }), cancellationToken);
}
