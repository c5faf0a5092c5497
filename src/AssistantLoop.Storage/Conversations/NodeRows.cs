namespace AssistantLoop.Storage.Conversations;

/// <summary>Which nodes answer, within a caller's transaction.</summary>
internal static class NodeRows
{
    /// <summary>A tenant's answers that nobody writes any more.</summary>
    public const string Orphaned = """
        tenant = @tenant AND state = 'streaming' AND (created_at < @oldest OR (streamed_by <> @node
            AND created_at < @lastBeat AND NOT EXISTS (SELECT 1 FROM answering_nodes n
                WHERE n.tenant = @tenant AND n.node = streamed_by AND n.seen_at >= @lastBeat)))
        """;

    public static Task<int> BeatAsync(Session session, string tenant, string node) =>
        session.ExecuteAsync("""
            INSERT INTO answering_nodes (tenant, node, seen_at) VALUES (@tenant, @node, @Now)
            ON CONFLICT (tenant, node) DO UPDATE SET seen_at = excluded.seen_at
            """, new { tenant, node, session.Now });
}
