using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Erasure;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Storage.Versions;

/// <summary>
/// A tenant's versions and the alias that says which one serves. The alias is read at every turn, so a promotion or
/// rollback by any process holds from the next answer on. Each decision is one transaction with its audit row. A <see
/// cref="RunLease"/> is given where a worker decides; it is refused with <see cref="StaleLeaseException"/> once lost.
/// </summary>
public sealed class VersionStore(Database database)
{
    /// <summary>Adds a version as staged, with the tenant's next number.</summary>
    public Task<AssistantVersion> AddAsync(
        string tenant, NewVersion version, string by, RunLease? lease, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            var id = session.NewId();
            await session.ExecuteAsync("""
                INSERT INTO versions (tenant, id, number, status, base_hash, adapter_hash, prompt_hash, style_hash,
                    data_set_hash, run_id, parent_id, metrics, created_at)
                SELECT @tenant, @id, COALESCE(MAX(number), 0) + 1, 'staged', @BaseHash, @AdapterHash, @PromptHash,
                    @StyleHash,
                    @DataSetHash, @RunId, @ParentId, @Metrics, @Now
                FROM versions WHERE tenant = @tenant
                """,
                new
                {
                    tenant,
                    id,
                    version.BaseHash,
                    version.AdapterHash,
                    version.PromptHash,
                    version.StyleHash,
                    version.DataSetHash,
                    version.RunId,
                    version.ParentId,
                    version.Metrics,
                    session.Now,
                });
            await AuditChain.AppendAsync(session, tenant, by, "version.added", id.ToString(), version);
            return await VersionRows.RequireAsync(session, tenant, id);
        }, cancellationToken);

    public Task<AssistantVersion?> FindAsync(string tenant, Guid versionId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => VersionRows.FindAsync(session, tenant, versionId), cancellationToken);

    public Task<AssistantVersion?> FindByNumberAsync(string tenant, int number, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<AssistantVersion>(
            "SELECT * FROM versions WHERE tenant = @tenant AND number = @number", new { tenant, number }),
            cancellationToken);

    /// <summary>The tenant's versions, the newest first.</summary>
    public Task<IReadOnlyList<AssistantVersion>> ListAsync(
        string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<AssistantVersion>(
            "SELECT * FROM versions WHERE tenant = @tenant ORDER BY number DESC LIMIT @limit", new { tenant, limit }),
            cancellationToken);

    /// <summary>The version that answers now, or null before the first promotion.</summary>
    public Task<AssistantVersion?> ServingAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => VersionRows.AliasedAsync(session, tenant, VersionRows.ServingAlias), cancellationToken);

    /// <summary>The version that a rollback would go back to, or null where there is none.</summary>
    public Task<AssistantVersion?> PreviousAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => VersionRows.AliasedAsync(session, tenant, VersionRows.PreviousAlias), cancellationToken);

    /// <summary>Every promotion and its rollback, the newest first.</summary>
    public Task<IReadOnlyList<Serving>> HistoryAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Serving>("""
            SELECT s.*, v.number AS version_number
            FROM servings s JOIN versions v ON v.tenant = s.tenant AND v.id = s.version_id
            WHERE s.tenant = @tenant ORDER BY s.sequence DESC LIMIT @limit
            """, new { tenant, limit }), cancellationToken);

    /// <summary>Writes down what was measured, a JSON object.</summary>
    /// <exception cref="NotFoundException">The tenant has no such version.</exception>
    public Task<AssistantVersion> SetMetricsAsync(
        string tenant, Guid versionId, string metrics, RunLease? lease, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            await session.ExecuteAsync(
                "UPDATE versions SET metrics = @metrics WHERE tenant = @tenant AND id = @versionId",
                new { tenant, versionId, metrics });
            return await VersionRows.RequireAsync(session, tenant, versionId);
        }, cancellationToken);

    /// <summary>Makes a staged version a candidate.</summary>
    /// <exception cref="ConflictException">The version is not staged.</exception>
    public Task<AssistantVersion> NominateAsync(
        string tenant, Guid versionId, string by, string reason, RunLease? lease,
        CancellationToken cancellationToken) =>
        DecideAsync(tenant, versionId, VersionStatus.Candidate, by, reason, lease, cancellationToken);

    /// <summary>Turns a staged version or a candidate down.</summary>
    /// <exception cref="ConflictException">The version is neither.</exception>
    public Task<AssistantVersion> RejectAsync(
        string tenant, Guid versionId, string by, string reason, RunLease? lease,
        CancellationToken cancellationToken) =>
        DecideAsync(tenant, versionId, VersionStatus.Rejected, by, reason, lease, cancellationToken);

    /// <summary>Makes a version the one that answers.</summary>
    /// <exception cref="NotFoundException">The tenant has no such version.</exception>
    /// <exception cref="ConflictException">
    /// The version serves already, or was trained on samples of a visitor who was erased.
    /// </exception>
    public Task<AssistantVersion> PromoteAsync(
        string tenant, Guid versionId, string by, string reason, RunLease? lease,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            var version = await VersionRows.RequireAsync(session, tenant, versionId);
            var before = await VersionRows.AliasedAsync(session, tenant, VersionRows.ServingAlias);
            if (before?.Id == versionId)
            {
                throw new ConflictException($"Version {version.Number} serves already.");
            }

            await ErasedSamples.RefuseMarkedAsync(session, tenant, version, before);
            await session.ExecuteAsync("""
                INSERT INTO servings (tenant, sequence, version_id, promoted_at, promoted_by, reason)
                SELECT @tenant, COALESCE(MAX(sequence), 0) + 1, @versionId, @Now, @by, @reason
                FROM servings WHERE tenant = @tenant
                """, new { tenant, versionId, by, reason, session.Now });
            await VersionRows.SetAliasAsync(session, tenant, VersionRows.ServingAlias, versionId);
            await VersionRows.SetStatusAsync(session, tenant, versionId, VersionStatus.Serving, by, reason);
            if (before is not null)
            {
                await VersionRows.SetAliasAsync(session, tenant, VersionRows.PreviousAlias, before.Id);
                await VersionRows.SetStatusAsync(session, tenant, before.Id, VersionStatus.Previous, by,
                    $"replaced by version {version.Number}");
            }

            await ErasedSamples.TakeBackAsync(session, tenant, by);
            await AuditChain.AppendAsync(session, tenant, by, "version.promoted", versionId.ToString(),
                new { version.Number, replaced = before?.Number, reason });
            return await VersionRows.RequireAsync(session, tenant, versionId);
        }, cancellationToken);

    /// <summary>Takes the serving version back and lets the one answer that served before it.</summary>
    /// <returns>The version that serves now.</returns>
    /// <exception cref="ConflictException">No version served before.</exception>
    public Task<AssistantVersion> RollbackAsync(
        string tenant, string by, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var stack = await session.ListAsync<Serving>("""
                SELECT s.*, v.number AS version_number
                FROM servings s JOIN versions v ON v.tenant = s.tenant AND v.id = s.version_id
                WHERE s.tenant = @tenant AND s.rolled_back_at IS NULL ORDER BY s.sequence DESC LIMIT 3
                """, new { tenant });
            if (stack.Count < 2)
            {
                throw new ConflictException(stack.Count == 0
                    ? $"Tenant {tenant} has no serving version to roll back."
                    : $"Version {stack[0].VersionNumber} cannot be rolled back: no version served before it.");
            }

            var (bad, good) = (stack[0], stack[1]);
            await session.ExecuteAsync("""
                UPDATE servings SET rolled_back_at = @Now, rolled_back_by = @by, rollback_reason = @reason
                WHERE tenant = @tenant AND sequence = @Sequence
                """, new { tenant, bad.Sequence, by, reason, session.Now });
            await VersionRows.SetStatusAsync(session, tenant, bad.VersionId, VersionStatus.RolledBack, by, reason);
            await VersionRows.SetAliasAsync(session, tenant, VersionRows.ServingAlias, good.VersionId);
            await VersionRows.SetStatusAsync(session, tenant, good.VersionId, VersionStatus.Serving, by,
                $"version {bad.VersionNumber} was rolled back");
            var previous = stack.Count > 2 ? stack[2].VersionId : (Guid?)null;
            await VersionRows.SetAliasAsync(session, tenant, VersionRows.PreviousAlias, previous);
            await AuditChain.AppendAsync(session, tenant, by, "version.rolled-back", bad.VersionId.ToString(),
                new { number = bad.VersionNumber, nowServing = good.VersionNumber, reason });
            return await VersionRows.RequireAsync(session, tenant, good.VersionId);
        }, cancellationToken);

    private Task<AssistantVersion> DecideAsync(
        string tenant, Guid versionId, VersionStatus status, string by, string reason, RunLease? lease,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            var version = await VersionRows.RequireAsync(session, tenant, versionId);
            var allowed = version.Status == VersionStatus.Staged
                || (version.Status == VersionStatus.Candidate && status == VersionStatus.Rejected);
            if (!allowed)
            {
                throw new ConflictException(
                    $"Version {version.Number} is {Words(version.Status)} and cannot become {Words(status)}.");
            }

            await VersionRows.SetStatusAsync(session, tenant, versionId, status, by, reason);
            await AuditChain.AppendAsync(session, tenant, by, $"version.{status.Text()}", versionId.ToString(),
                new { version.Number, reason });
            return await VersionRows.RequireAsync(session, tenant, versionId);
        }, cancellationToken);

    private static string Words(VersionStatus status) =>
        status == VersionStatus.RolledBack ? "rolled back" : status.Text();
}
