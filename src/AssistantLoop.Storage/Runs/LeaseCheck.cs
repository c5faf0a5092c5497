namespace AssistantLoop.Storage.Runs;

/// <summary>
/// Refuses a transaction whose worker has lost its run; the write lock is held, so the answer stays true.
/// </summary>
internal static class LeaseCheck
{
    public static async Task RequireAsync(Session session, RunLease? lease)
    {
        if (lease is null)
        {
            return;
        }

        var held = await session.SingleAsync<int>("""
            SELECT COUNT(*) FROM runs
            WHERE tenant = @Tenant AND id = @RunId AND lease_owner = @Worker AND fence = @Fence
                AND state IN ('running', 'evaluating')
            """, lease);
        if (held == 0)
        {
            throw new StaleLeaseException(lease);
        }
    }
}
