using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Experiments;

/// <summary>
/// A tenant's experiments, one open at a time. Start and end are each one transaction with the candidate alias, the
/// treatment's status and the audit row.
/// </summary>
public sealed class ExperimentStore(Database database)
{
    /// <summary>Starts an experiment against the version that serves.</summary>
    /// <exception cref="NotFoundException">The tenant has no such version.</exception>
    /// <exception cref="ConflictException">
    /// One is open, nothing serves, or the version cannot be tried: it serves, was rejected, retired or removed.
    /// </exception>
    public Task<Experiment> StartAsync(
        string tenant, NewExperiment experiment, string by, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(experiment.Share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(experiment.Share, 1);
        return database.WriteAsync(async session =>
        {
            if (await ExperimentRows.OpenAsync(session, tenant) is { } open)
            {
                throw new ConflictException(
                    $"Experiment {open.Number} ({open.Name}) is open; stop it before another is started.");
            }

            var treatment = await VersionRows.RequireAsync(session, tenant, experiment.TreatmentId);
            var control = await VersionRows.AliasedAsync(session, tenant, VersionRows.ServingAlias)
                ?? throw new ConflictException($"No version serves {tenant}; there is nothing to compare with.");
            RequireTriable(treatment);
            var id = session.NewId();
            await session.ExecuteAsync("""
                INSERT INTO experiments (tenant, id, number, name, control_id, treatment_id, share, status_before,
                    promote_when_better, started_at, started_by)
                SELECT @tenant, @id, COALESCE(MAX(number), 0) + 1, @Name, @control, @TreatmentId, @Share, @before,
                    @PromoteWhenBetter, @Now, @by
                FROM experiments WHERE tenant = @tenant
                """,
                new
                {
                    tenant,
                    id,
                    experiment.Name,
                    control = control.Id,
                    experiment.TreatmentId,
                    experiment.Share,
                    before = treatment.Status.Text(),
                    experiment.PromoteWhenBetter,
                    session.Now,
                    by,
                });
            await VersionRows.SetAliasAsync(session, tenant, VersionRows.CandidateAlias, treatment.Id);
            await VersionRows.SetStatusAsync(session, tenant, treatment.Id, VersionStatus.Candidate, by,
                $"tried on {experiment.Share:P0} of the visitors");
            await AuditChain.AppendAsync(session, tenant, by, "experiment.started", id.ToString(),
                new
                {
                    control = control.Id,
                    treatment = treatment.Id,
                    experiment.Share,
                    experiment.PromoteWhenBetter,
                });
            return await session.SingleAsync<Experiment>(
                "SELECT * FROM experiments WHERE tenant = @tenant AND id = @id", new { tenant, id });
        }, cancellationToken);
    }

    /// <summary>Ends the open experiment.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="by">Who or what ends it.</param>
    /// <param name="outcome">How. A treatment that is worse becomes rejected; any other gets its status back.</param>
    /// <param name="reason">Why.</param>
    /// <param name="result">What was measured, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    /// <returns>The experiment as it ended.</returns>
    /// <exception cref="NotFoundException">The tenant has no such experiment.</exception>
    /// <exception cref="ConflictException">It has ended.</exception>
    public Task<Experiment> EndAsync(
        string tenant, Guid experimentId, string by, ExperimentOutcome outcome, string reason, string? result,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var open = await FindAsync(session, tenant, experimentId)
                ?? throw new NotFoundException("experiment", experimentId.ToString(), tenant);
            if (open.EndedAt is not null)
            {
                throw new ConflictException($"Experiment {open.Number} has ended ({open.Outcome?.Text()}).");
            }

            await ExperimentRows.EndAsync(session, tenant, open, by, outcome, reason, result);
            if (outcome == ExperimentOutcome.Better && open.PromoteWhenBetter)
            {
                var treatment = await VersionRows.RequireAsync(session, tenant, open.TreatmentId);
                await ServingStack.PromoteAsync(
                    session, tenant, treatment, by, $"experiment {open.Number}: {reason}");
            }

            return (await FindAsync(session, tenant, experimentId))!;
        }, cancellationToken);

    /// <summary>The open experiment, or null.</summary>
    public Task<Experiment?> OpenAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ExperimentRows.OpenAsync(session, tenant), cancellationToken);

    public Task<Experiment?> FindByNumberAsync(string tenant, int number, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<Experiment>(
            "SELECT * FROM experiments WHERE tenant = @tenant AND number = @number", new { tenant, number }),
            cancellationToken);

    /// <summary>The tenant's experiments, the newest first.</summary>
    public Task<IReadOnlyList<Experiment>> ListAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Experiment>(
            "SELECT * FROM experiments WHERE tenant = @tenant ORDER BY number DESC LIMIT @limit",
            new { tenant, limit }), cancellationToken);

    /// <summary>What a turn's routing needs, read at one moment.</summary>
    public Task<Routing> RoutingAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            var open = await ExperimentRows.OpenAsync(session, tenant);
            var serving = await VersionRows.AliasedAsync(session, tenant, VersionRows.ServingAlias);
            var treatment = open is null ? null : await VersionRows.FindAsync(session, tenant, open.TreatmentId);
            return new Routing(serving, open, treatment);
        }, cancellationToken);

    private static Task<Experiment?> FindAsync(Session session, string tenant, Guid id) =>
        session.FindAsync<Experiment>(
            "SELECT * FROM experiments WHERE tenant = @tenant AND id = @id", new { tenant, id });

    private static void RequireTriable(AssistantVersion version)
    {
        var problem = version switch
        {
            { Status: VersionStatus.Serving } => "serves already",
            { Status: VersionStatus.Rejected } => "was rejected by the gate",
            { Status: VersionStatus.Retired } => "was retired",
            { PurgedAt: not null } => "has lost its adapter to the retention policy",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ConflictException($"Version {version.Number} {problem} and cannot be tried on visitors.");
        }
    }
}

/// <summary>Which versions may answer now.</summary>
/// <param name="Serving">The version that serves; null before the first promotion.</param>
/// <param name="Open">The open experiment, where there is one.</param>
/// <param name="Treatment">The version that it tries.</param>
public sealed record Routing(AssistantVersion? Serving, Experiment? Open, AssistantVersion? Treatment);
