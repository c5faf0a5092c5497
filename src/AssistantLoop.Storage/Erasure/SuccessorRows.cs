using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Storage.Erasure;

/// <summary>Queues the run whose version is to follow one trained on erased samples.</summary>
internal static class SuccessorRows
{
    /// <summary>
    /// Queues it unless a run of that kind waits already. One that works is no substitute: it may have read the samples
    /// before they were erased.
    /// </summary>
    /// <returns>The run that will make the successor.</returns>
    public static async Task<Guid> QueueAsync(Session session, string tenant, NewRun run) =>
        await session.FindAsync<Guid?>("""
            SELECT id FROM runs WHERE tenant = @tenant AND kind = @Kind AND state = 'queued' AND data_set_hash IS NULL
            ORDER BY id LIMIT 1
            """, new { tenant, run.Kind })
        ?? (await RunStore.AddAsync(session, tenant, run)).Id;
}
