namespace AssistantLoop.Storage.Erasure;

/// <summary>Finds and removes what a visitor left, within the erasure's transaction.</summary>
internal static class VisitorRows
{
    private const string Theirs = """
        SELECT m.id FROM messages m JOIN conversations c ON c.tenant = m.tenant AND c.id = m.conversation_id
        WHERE c.tenant = @tenant AND c.visitor = @visitor
        """;

    /// <summary>The feedback on answers that they got, and theirs on others', as ids of pairs.</summary>
    public static Task<IReadOnlyList<Guid>> PairsAsync(Session session, string tenant, string visitor) =>
        session.ListAsync<Guid>($"""
            SELECT id FROM preference_pairs WHERE tenant = @tenant AND message_id IN ({Theirs})
            UNION
            SELECT id FROM preference_pairs WHERE tenant = @tenant AND author = @visitor AND kind IN ('up', 'down')
            UNION
            SELECT h.id FROM choices h JOIN comparisons k ON k.tenant = h.tenant AND k.id = h.comparison_id
            WHERE k.tenant = @tenant AND k.message_id IN ({Theirs})
            """, new { tenant, visitor });

    public static async Task<ErasureCounts> CountAsync(Session session, string tenant, string visitor, int pairs) =>
        await session.SingleAsync<ErasureCounts>($"""
            SELECT
                (SELECT COUNT(*) FROM conversations WHERE tenant = @tenant AND visitor = @visitor) AS conversations,
                (SELECT COUNT(*) FROM messages WHERE tenant = @tenant AND id IN ({Theirs})) AS messages,
                (SELECT COUNT(*) FROM ratings
                    WHERE tenant = @tenant AND (visitor = @visitor OR message_id IN ({Theirs})))
                + (SELECT COUNT(*) FROM suggestions
                    WHERE tenant = @tenant AND (visitor = @visitor OR message_id IN ({Theirs}))) AS ratings,
                (SELECT COUNT(*) FROM corrections WHERE tenant = @tenant AND message_id IN ({Theirs})) AS corrections,
                @pairs AS pairs,
                (SELECT COUNT(DISTINCT p.hash) FROM prompts p WHERE p.tenant = @tenant
                    AND p.hash IN (SELECT prompt_hash FROM messages WHERE tenant = @tenant AND id IN ({Theirs}))
                    AND NOT EXISTS (SELECT 1 FROM messages o
                        WHERE o.tenant = @tenant AND o.prompt_hash = p.hash AND o.id NOT IN ({Theirs}))
                    AND NOT EXISTS (SELECT 1 FROM imported_rows i WHERE i.tenant = @tenant AND i.prompt_hash = p.hash))
                    AS prompts
            """, new { tenant, visitor, pairs });

    /// <summary>
    /// Removes all of it; what hangs on a message goes with it, decisions on feedback too, and prompts that nothing refers to
    /// any more.
    /// </summary>
    public static async Task RemoveAsync(Session session, string tenant, string visitor)
    {
        var prompts = await session.ListAsync<string>(
            $"SELECT DISTINCT prompt_hash FROM messages WHERE tenant = @tenant AND id IN ({Theirs}) AND prompt_hash IS NOT NULL",
            new { tenant, visitor });
        await session.ExecuteAsync("""
            DELETE FROM preference_pairs WHERE tenant = @tenant AND author = @visitor AND kind IN ('up', 'down');
            DELETE FROM ratings WHERE tenant = @tenant AND visitor = @visitor;
            DELETE FROM suggestions WHERE tenant = @tenant AND visitor = @visitor;
            DELETE FROM identity_decisions WHERE tenant = @tenant AND identity = @visitor;
            DELETE FROM conversations WHERE tenant = @tenant AND visitor = @visitor
            """, new { tenant, visitor });
        await session.ExecuteAsync("""
            DELETE FROM prompts WHERE tenant = @tenant AND hash = @hash
                AND NOT EXISTS (SELECT 1 FROM messages WHERE tenant = @tenant AND prompt_hash = @hash)
                AND NOT EXISTS (SELECT 1 FROM comparisons WHERE tenant = @tenant AND prompt_hash = @hash)
                AND NOT EXISTS (SELECT 1 FROM imported_rows WHERE tenant = @tenant AND prompt_hash = @hash)
            """, prompts.Select(hash => new { tenant, hash }));
    }
}
