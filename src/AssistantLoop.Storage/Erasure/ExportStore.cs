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
                conversations.Add(new(conversation.Id, conversation.CreatedAt, await session.ListAsync<ExportedMessage>("""
                    SELECT id, role, text, state, created_at FROM messages
                    WHERE tenant = @tenant AND conversation_id = @Id ORDER BY sequence
                    """, new { tenant, conversation.Id })));
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
}
