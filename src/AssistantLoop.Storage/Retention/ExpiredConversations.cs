using System.Text.Json;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Retention;

/// <summary>
/// Removes conversations that are older than the business keeps them, with all that hangs on them. Data sets that were built
/// from them, and versions trained on those, stay: keeping them shorter is what erasing a visitor does.
/// </summary>
public sealed class ExpiredConversations(Database database)
{
    /// <summary>Removes those that were active last before a time, at most <paramref name="limit"/> in one transaction.</summary>
    /// <returns>How many went; fewer than the limit when none is left.</returns>
    public Task<int> RemoveAsync(
        string tenant, DateTimeOffset before, int limit, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var found = await session.ListAsync<Guid>("""
                SELECT id FROM conversations WHERE tenant = @tenant AND updated_at < @before
                    AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.tenant = conversations.tenant
                        AND m.conversation_id = conversations.id AND m.state = 'streaming')
                ORDER BY updated_at LIMIT @limit
                """, new { tenant, before, limit });
            if (found.Count == 0)
            {
                return 0;
            }

            var ids = JsonSerializer.Serialize(found);
            var prompts = await session.ListAsync<string>("""
                SELECT DISTINCT prompt_hash FROM messages WHERE tenant = @tenant AND prompt_hash IS NOT NULL
                    AND conversation_id IN (SELECT value FROM json_each(@ids))
                """, new { tenant, ids });
            await session.ExecuteAsync(
                "DELETE FROM conversations WHERE tenant = @tenant AND id IN (SELECT value FROM json_each(@ids))", new { tenant, ids });
            await session.ExecuteAsync("""
                DELETE FROM prompts WHERE tenant = @tenant AND hash IN (SELECT value FROM json_each(@hashes))
                    AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.tenant = @tenant AND m.prompt_hash = hash)
                    AND NOT EXISTS (SELECT 1 FROM comparisons c WHERE c.tenant = @tenant AND c.prompt_hash = hash)
                    AND NOT EXISTS (SELECT 1 FROM imported_rows i WHERE i.tenant = @tenant AND i.prompt_hash = hash)
                """, new { tenant, hashes = JsonSerializer.Serialize(prompts) });
            await AuditChain.AppendAsync(
                session, tenant, by, "conversations.expired", "retention", new { conversations = found.Count, before });
            return found.Count;
        }, cancellationToken);
}
