using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Storage.Versions;

/// <summary>
/// A tenant's versions and the alias that says which one serves. The alias is read at every turn, so a promotion or
/// rollback by any process holds from the next answer on. Each decision is one transaction with its audit row. A <see
/// cref="RunLease"/> is given where a worker decides; it is refused with <see cref="StaleLeaseException"/> once lost.
/// </summary>
public sealed class VersionStore(Database database)
{
    /// <summary>
    /// Adds a version as staged, with the tenant's next number. A run makes one version: where it has one already, that
    /// one is given back.
    /// </summary>
    public Task<AssistantVersion> AddAsync(
        string tenant, NewVersion version, string by, RunLease? lease, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            if (await session.FindAsync<AssistantVersion>(
                "SELECT * FROM versions WHERE tenant = @tenant AND run_id = @RunId", new { tenant, version.RunId }) is { } made)
            {
                return made;
            }

            var id = session.NewId();
            await session.ExecuteAsync("""
                INSERT INTO versions (tenant, id, number, status, base_hash, adapter_hash, prompt_hash, style_hash,
                    index_hash, data_set_hash, run_id, parent_id, metrics, generator, created_at)
                SELECT @tenant, @id, COALESCE(MAX(number), 0) + 1, 'staged', @BaseHash, @AdapterHash, @PromptHash,
                    @StyleHash,
                    COALESCE(@IndexHash,
                        (SELECT index_hash FROM versions WHERE tenant = @tenant AND id = @ParentId)),
                    @DataSetHash, @RunId, @ParentId, @Metrics, @Generator, @Now
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
                    version.IndexHash,
                    version.DataSetHash,
                    version.RunId,
                    version.ParentId,
                    version.Metrics,
                    version.Generator,
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

    /// <summary>The versions that were trained on a data set, the newest first.</summary>
    public Task<IReadOnlyList<AssistantVersion>> TrainedOnAsync(
        string tenant, string dataSetHash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<AssistantVersion>(
            "SELECT * FROM versions WHERE tenant = @tenant AND data_set_hash = @dataSetHash ORDER BY number DESC",
            new { tenant, dataSetHash }), cancellationToken);

    /// <summary>The version that answers now, or null before the first promotion.</summary>
    public Task<AssistantVersion?> ServingAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => VersionRows.AliasedAsync(session, tenant, VersionRows.ServingAlias), cancellationToken);

    /// <summary>The version that a rollback would go back to, or null where there is none.</summary>
    public Task<AssistantVersion?> PreviousAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => VersionRows.AliasedAsync(session, tenant, VersionRows.PreviousAlias), cancellationToken);

    /// <summary>The version that an open experiment tries on visitors, or null where there is none.</summary>
    public Task<AssistantVersion?> CandidateAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => VersionRows.AliasedAsync(session, tenant, VersionRows.CandidateAlias), cancellationToken);

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
            var version = await VersionRows.RequireAsync(session, tenant, versionId);
            await AuditChain.AppendAsync(session, tenant, lease?.Worker ?? "system", "version.measured",
                versionId.ToString(), new { version.Number, metricsHash = PromptStore.HashOf(metrics) });
            return version;
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

    /// <summary>Says that the gate had not enough evidence on a staged version or a candidate.</summary>
    /// <exception cref="ConflictException">The version is neither.</exception>
    public Task<AssistantVersion> LeaveUndecidedAsync(
        string tenant, Guid versionId, string by, string reason, RunLease? lease,
        CancellationToken cancellationToken) =>
        DecideAsync(tenant, versionId, VersionStatus.Undecided, by, reason, lease, cancellationToken);

    /// <summary>
    /// Makes a version the one that answers. Ends an open experiment, whose control it replaces.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="versionId">The version.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="reason">Why.</param>
    /// <param name="lease">The lease of the worker that decides, where one does.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    /// <param name="insteadOf">The version that it was compared with and must still serve; null: any.</param>
    /// <exception cref="NotFoundException">The tenant has no such version.</exception>
    /// <exception cref="ConflictException">
    /// The version serves already, was retired, its adapter was removed, the gate did not pass it (see
    /// <see cref="OverrideAsync"/>), or another version than <paramref name="insteadOf"/> serves.
    /// </exception>
    public Task<AssistantVersion> PromoteAsync(
        string tenant, Guid versionId, string by, string reason, RunLease? lease,
        CancellationToken cancellationToken, Guid? insteadOf = null) =>
        database.WriteAsync(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            var version = await VersionRows.RequireAsync(session, tenant, versionId);
            var decided = await DecidedAsync(session, tenant, version);
            if (decided is VersionStatus.Rejected or VersionStatus.Undecided)
            {
                throw new ConflictException(
                    $"Version {version.Number} is {Words(decided)} ({version.Reason}); to let it serve all the same, " +
                    "override the gate and say why.");
            }

            if (insteadOf is { } compared
                && await VersionRows.AliasedAsync(session, tenant, VersionRows.ServingAlias) is { } serving && serving.Id != compared)
            {
                throw new ConflictException(
                    $"Version {version.Number} was compared with a version that no longer serves; compare it with version {serving.Number}.");
            }

            RequireUsable(version);
            return await ServingStack.PromoteAsync(session, tenant, version, by, reason);
        }, cancellationToken);

    /// <summary>Lets a person promote a version that the gate rejected or left undecided.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="versionId">The version.</param>
    /// <param name="by">Who overrides.</param>
    /// <param name="reason">Why; not empty. Kept in the audit log beside the gate's decision.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    /// <exception cref="ConflictException">There is nothing to override, or the version cannot serve.</exception>
    public Task<AssistantVersion> OverrideAsync(
        string tenant, Guid versionId, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return database.WriteAsync(async session =>
        {
            var version = await VersionRows.RequireAsync(session, tenant, versionId);
            RequireUsable(version);
            var decided = await DecidedAsync(session, tenant, version);
            if (decided is not (VersionStatus.Rejected or VersionStatus.Undecided))
            {
                throw new ConflictException(
                    $"Version {version.Number} is {Words(decided)}: there is no decision of the gate to override.");
            }

            await AuditChain.AppendAsync(session, tenant, by, "version.overridden", versionId.ToString(),
                new { version.Number, decided = decided.Text(), reason });
            return await ServingStack.PromoteAsync(session, tenant, version, by, reason);
        }, cancellationToken);
    }

    /// <summary>Takes the serving version back and lets the newest one answer that served before it and still can.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    /// <param name="expected">
    /// The version that is to be taken back, where a watch decides: refused where another serves by then.
    /// </param>
    /// <returns>The version that serves now.</returns>
    /// <exception cref="ConflictException">No version served before that still can.</exception>
    public Task<AssistantVersion> RollbackAsync(
        string tenant, string by, string reason, CancellationToken cancellationToken, Guid? expected = null) =>
        database.WriteAsync(
            session => ServingStack.RollbackAsync(session, tenant, by, reason, expected), cancellationToken);

    /// <summary>
    /// Says that a version may never serve again, such as one trained on what a person had erased: it cannot be
    /// promoted, a rollback passes it over, and an experiment with it ends. Retiring it again changes nothing.
    /// </summary>
    /// <exception cref="NotFoundException">The tenant has no such version.</exception>
    /// <exception cref="ConflictException">It serves: roll back or promote another first.</exception>
    public Task<AssistantVersion> RetireAsync(
        string tenant, Guid versionId, string by, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var version = await VersionRows.RequireAsync(session, tenant, versionId);
            if (version.Status == VersionStatus.Retired)
            {
                return version;
            }

            if (version.Status == VersionStatus.Serving)
            {
                throw new ConflictException(
                    $"Version {version.Number} serves; roll back or promote another before it is retired.");
            }

            if (await ExperimentRows.OpenAsync(session, tenant) is { } open && open.TreatmentId == versionId)
            {
                await ExperimentRows.EndOpenAsync(session, tenant, by, $"version {version.Number} was retired");
            }

            await VersionRows.SetStatusAsync(session, tenant, versionId, VersionStatus.Retired, by, reason);
            await ServingStack.RefillPreviousAsync(session, tenant);
            await AuditChain.AppendAsync(session, tenant, by, "version.retired", versionId.ToString(),
                new { version.Number, reason });
            return await VersionRows.RequireAsync(session, tenant, versionId);
        }, cancellationToken);

    private Task<AssistantVersion> DecideAsync(
        string tenant, Guid versionId, VersionStatus status, string by, string reason, RunLease? lease,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            var version = await VersionRows.RequireAsync(session, tenant, versionId);
            var allowed = version.Status == VersionStatus.Staged
                || (version.Status == VersionStatus.Candidate
                    && status is VersionStatus.Rejected or VersionStatus.Undecided);
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

    // While a version is tried on visitors it is a candidate; what the gate said of it before still holds.
    private static async Task<VersionStatus> DecidedAsync(Session session, string tenant, AssistantVersion version) =>
        await ExperimentRows.OpenAsync(session, tenant) is { } open && open.TreatmentId == version.Id
            ? open.StatusBefore
            : version.Status;

    private static void RequireUsable(AssistantVersion version)
    {
        if (version.Status == VersionStatus.Retired)
        {
            throw new ConflictException(
                $"Version {version.Number} was retired ({version.Reason}) and may not serve again.");
        }

        if (version.PurgedAt is { } at)
        {
            throw new ConflictException(
                $"Version {version.Number} cannot serve: its adapter was removed by the retention policy on " +
                $"{at:yyyy-MM-dd}. Train again to get one like it.");
        }
    }

    private static string Words(VersionStatus status) =>
        status == VersionStatus.RolledBack ? "rolled back" : status.Text();
}
