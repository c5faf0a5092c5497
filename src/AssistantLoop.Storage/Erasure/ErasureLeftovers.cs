using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Erasure;

/// <summary>What erasures have left to do outside their transaction. Each step may be done again.</summary>
public sealed class ErasureLeftovers(Database database)
{
    /// <summary>Artefacts to remove, of every tenant.</summary>
    public Task<IReadOnlyList<ArtefactPurge>> PurgesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<ArtefactPurge>(
            "SELECT tenant, artefact_hash FROM artefact_purges WHERE purged_at IS NULL ORDER BY tenant, artefact_hash"),
            cancellationToken);

    /// <summary>An artefact is gone.</summary>
    public Task PurgedAsync(ArtefactPurge purge, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var done = await session.ExecuteAsync("""
                UPDATE artefact_purges SET purged_at = @Now
                WHERE tenant = @Tenant AND artefact_hash = @ArtefactHash AND purged_at IS NULL
                """, new { purge.Tenant, purge.ArtefactHash, session.Now });
            if (done > 0)
            {
                await AuditChain.AppendAsync(
                    session, purge.Tenant, by, "artefact.purged", purge.ArtefactHash, new { reason = "visitor erased" });
            }

            return true;
        }, cancellationToken);

    /// <summary>Runs that have ended and whose data set is to be removed: their work folders may be left.</summary>
    public Task<IReadOnlyList<Guid>> EndedRunsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Guid>("""
            SELECT r.id FROM runs r JOIN erased_data_sets e ON e.tenant = r.tenant AND e.data_set_hash = r.data_set_hash
            WHERE e.policy <> 'list' AND r.state NOT IN ('queued', 'running', 'evaluating')
            """), cancellationToken);

    /// <summary>Whether a version serves that is to be retired, and the version to take its place.</summary>
    public Task<Retirement?> RetirementAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            var serving = await VersionRows.AliasedAsync(session, tenant, VersionRows.ServingAlias);
            var retired = serving is null ? 0 : await session.SingleAsync<int>("""
                SELECT COUNT(*) FROM erased_data_sets
                WHERE tenant = @tenant AND data_set_hash = @DataSetHash AND policy = 'retire'
                """, new { tenant, serving.DataSetHash });
            if (serving is null || retired == 0)
            {
                return null;
            }

            // One that served has passed its gate; without any, the base model answers.
            var successor = await session.FindAsync<AssistantVersion>($"""
                SELECT v.* FROM versions v
                WHERE v.tenant = @tenant AND v.base_hash = @BaseHash AND NOT {ErasedSamples.IsMarked}
                    AND (v.adapter_hash IS NULL OR EXISTS (SELECT 1 FROM servings s
                        WHERE s.tenant = v.tenant AND s.version_id = v.id AND s.rolled_back_at IS NULL))
                ORDER BY EXISTS (SELECT 1 FROM servings s
                    WHERE s.tenant = v.tenant AND s.version_id = v.id AND s.rolled_back_at IS NULL) DESC, v.number DESC
                LIMIT 1
                """, new { tenant, serving.BaseHash });
            return new Retirement(serving, successor);
        }, cancellationToken);

    /// <summary>Whether traces may be left in the database's files.</summary>
    public Task<bool> IsUnscrubbedAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.SingleAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM erasures WHERE scrubbed_at IS NULL)"), cancellationToken);

    /// <summary>Rebuilds the database file and empties its log, so that nothing of erased rows is left in them.</summary>
    /// <returns>False where another process's readers were in the way; to be tried again.</returns>
    public async Task<bool> ScrubAsync(CancellationToken cancellationToken)
    {
        // Only what was erased before the rebuild began is gone after it.
        var before = await database.ReadAsync(
            session => session.ListAsync<Guid>("SELECT id FROM erasures WHERE scrubbed_at IS NULL"), cancellationToken);
        if (!await database.ScrubAsync(cancellationToken))
        {
            return false;
        }

        return await database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                "UPDATE erasures SET scrubbed_at = @Now WHERE id = @id", before.Select(id => new { id, session.Now }));
            return true;
        }, cancellationToken);
    }
}

/// <summary>An artefact to remove.</summary>
public sealed record ArtefactPurge
{
    public required string Tenant { get; init; }
    public required string ArtefactHash { get; init; }
}

/// <summary>A version that serves and is to be retired.</summary>
/// <param name="Serving">It.</param>
/// <param name="Successor">The newest that was not trained on the samples; null where there is none.</param>
public sealed record Retirement(AssistantVersion Serving, AssistantVersion? Successor);
