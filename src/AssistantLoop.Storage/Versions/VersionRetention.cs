using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Versions;

/// <summary>
/// Which versions' adapters may go. A version's row stays for ever and says that its adapter was removed; only the
/// adapter's files, which are large, do not.
/// </summary>
public sealed class VersionRetention(Database database)
{
    /// <summary>
    /// Marks the adapters of old versions as removed. Kept are those of the newest versions, of all that served within
    /// a time, of the serving, previous and candidate version, and of those that still wait for a decision.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="keepNewest">How many of the newest versions are kept.</param>
    /// <param name="keepServed">How long a version is kept after it last served.</param>
    /// <param name="by">Who decides, for the audit log.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    /// <returns>The versions marked now.</returns>
    public Task<IReadOnlyList<AssistantVersion>> MarkAsync(
        string tenant, int keepNewest, TimeSpan keepServed, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            // decided_at of one that served is when it stopped serving.
            var marked = await session.ListAsync<AssistantVersion>("""
                UPDATE versions SET purged_at = @Now
                WHERE tenant = @tenant AND adapter_hash IS NOT NULL AND purged_at IS NULL
                    AND status NOT IN ('staged', 'candidate', 'serving')
                    AND id NOT IN (SELECT version_id FROM aliases WHERE tenant = @tenant)
                    AND number <= (SELECT MAX(number) FROM versions WHERE tenant = @tenant) - @keepNewest
                    AND NOT (decided_at >= @since
                        AND EXISTS (SELECT 1 FROM servings s WHERE s.tenant = @tenant AND s.version_id = versions.id))
                RETURNING *
                """, new { tenant, keepNewest, since = session.Now - keepServed, session.Now });
            foreach (var version in marked.OrderBy(version => version.Number))
            {
                await AuditChain.AppendAsync(session, tenant, by, "version.purged", version.Id.ToString(),
                    new { version.Number, version.AdapterHash });
            }

            return marked;
        }, cancellationToken);

    /// <summary>
    /// The adapters of marked versions that no version of any tenant has kept: their files may go. One that was removed
    /// already is listed too, so that a removal which was cut short is made up for.
    /// </summary>
    public Task<IReadOnlyList<string>> RemovableAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<string>("""
            SELECT DISTINCT adapter_hash FROM versions WHERE purged_at IS NOT NULL AND adapter_hash IS NOT NULL
            EXCEPT SELECT adapter_hash FROM versions WHERE purged_at IS NULL AND adapter_hash IS NOT NULL
            """), cancellationToken);
}
