using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Storage.Impact;

/// <summary>What corrections did, by version.</summary>
public sealed class ImpactStore(Database database)
{
    /// <summary>Keeps the outcomes of a version, in place of those kept before.</summary>
    /// <exception cref="StaleLeaseException">The worker has lost its run.</exception>
    public Task WriteAsync(
        Guid versionId, IReadOnlyList<CorrectionOutcome> outcomes, RunLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            await session.ExecuteAsync(
                "DELETE FROM correction_outcomes WHERE tenant = @Tenant AND version_id = @versionId",
                new { lease.Tenant, versionId });
            // A correction that was erased meanwhile has no outcome.
            return await session.ExecuteAsync("""
                INSERT INTO correction_outcomes (tenant, version_id, pair_id, author, before, after, answer)
                SELECT @Tenant, @versionId, @PairId, @Author, @Before, @After, @Answer
                WHERE EXISTS (SELECT 1 FROM preference_pairs WHERE tenant = @Tenant AND id = @PairId)
                """,
                outcomes.Select(outcome => new
                {
                    lease.Tenant,
                    versionId,
                    outcome.PairId,
                    outcome.Author,
                    outcome.Before,
                    outcome.After,
                    outcome.Answer,
                }));
        }, cancellationToken);

    /// <summary>The outcomes of a version; of one agent's corrections where one is named.</summary>
    public Task<IReadOnlyList<CorrectionOutcome>> ReadAsync(
        string tenant, Guid versionId, string? author, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<CorrectionOutcome>("""
            SELECT pair_id, author, before, after, answer FROM correction_outcomes
            WHERE tenant = @tenant AND version_id = @versionId AND (@author IS NULL OR author = @author)
            ORDER BY after - before, pair_id
            """, new { tenant, versionId, author }), cancellationToken);
}
