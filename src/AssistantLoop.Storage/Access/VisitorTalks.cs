using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Storage.Access;

/// <summary>The conversations of visitors who proved who they are, so that each of their devices finds them.</summary>
public sealed class VisitorTalks(Database database)
{
    /// <summary>The visitor's conversation that was active last; null where there is none.</summary>
    public Task<Conversation?> NewestAsync(string tenant, string visitor, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<Conversation>("""
            SELECT * FROM conversations WHERE tenant = @tenant AND visitor = @visitor ORDER BY updated_at DESC, id DESC LIMIT 1
            """, new { tenant, visitor }), cancellationToken);
}
