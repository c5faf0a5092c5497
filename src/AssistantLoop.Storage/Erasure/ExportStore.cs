using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Storage.Erasure;

/// <summary>Reads out what is kept of a visitor: the rows that an erasure removes.</summary>
public sealed class ExportStore(Database database)
{
    /// <summary>Reads all of it, with an audit row under the visitor's pseudonym. Empty for a visitor who is not known.</summary>
    public Task<VisitorExport> ReadAsync(string tenant, string visitor, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var key = new { tenant, visitor };
            List<ExportedConversation> conversations = [];
            foreach (var conversation in await session.ListAsync<Conversation>(
                "SELECT * FROM conversations WHERE tenant = @tenant AND visitor = @visitor ORDER BY id", key))
            {
                conversations.Add(ExportedConversation.Of(
                    conversation,
                    await MessagesAsync(session, tenant, conversation.Id),
                    await ActionsAsync(session, tenant, conversation.Id)));
            }

            var export = new VisitorExport
            {
                Visitor = visitor,
                ExportedAt = session.Now,
                Conversations = conversations,
                Ratings = await session.ListAsync<ExportedRating>("""
                    SELECT message_id, direction, reason, rated_at FROM ratings
                    WHERE tenant = @tenant AND visitor = @visitor ORDER BY rated_at, message_id
                    """, key),
                Suggestions = await session.ListAsync<ExportedSuggestion>("""
                    SELECT message_id, text, suggested_at FROM suggestions
                    WHERE tenant = @tenant AND visitor = @visitor ORDER BY suggested_at, message_id
                    """, key),
            };
            await AuditChain.AppendAsync(session, tenant, by, "visitor.exported", VisitorPseudonym.Of(tenant, visitor),
                new { conversations = conversations.Count, ratings = export.Ratings.Count, suggestions = export.Suggestions.Count });
            return export;
        }, cancellationToken);

    // Notes, what agents said, and what was replaced are part of it.
    private static Task<IReadOnlyList<ExportedMessage>> MessagesAsync(Session session, string tenant, Guid conversation) =>
        session.ListAsync<ExportedMessage>("""
            SELECT m.id, m.role, m.author, m.note, m.text, m.state, m.created_at, m.replaced_by, t.trace AS trace_json
            FROM messages m LEFT JOIN answer_traces t ON t.tenant = m.tenant AND t.message_id = m.id
            WHERE m.tenant = @tenant AND m.conversation_id = @conversation ORDER BY m.sequence
            """, new { tenant, conversation });

    private static Task<IReadOnlyList<ExportedAction>> ActionsAsync(Session session, string tenant, Guid conversation) =>
        session.ListAsync<ExportedAction>("""
            SELECT a.id, a.message_id, a.name, a.arguments AS arguments_json, a.state, a.result, a.created_at, a.ended_at
            FROM actions a JOIN messages m ON m.tenant = a.tenant AND m.id = a.message_id
            WHERE a.tenant = @tenant AND m.conversation_id = @conversation ORDER BY a.id
            """, new { tenant, conversation });
}
