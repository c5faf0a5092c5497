using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Runs;

/// <summary>
/// The training queue as those who ask for runs and watch them see it. <see cref="RunLeases"/> is the workers' side.
/// </summary>
public sealed class RunStore(Database database)
{
    /// <summary>Queues a run.</summary>
    public Task<Run> EnqueueAsync(string tenant, NewRun run, CancellationToken cancellationToken) =>
        database.WriteAsync(session => AddAsync(session, tenant, run), cancellationToken);

    /// <summary>
    /// Queues a run unless the tenant has an open one of that kind, in one step, so that two triggers queue one run.
    /// </summary>
    /// <returns>The run, or null where one is open.</returns>
    public Task<Run?> EnqueueIfIdleAsync(string tenant, NewRun run, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var open = await session.SingleAsync<int>("""
                SELECT COUNT(*) FROM runs
                WHERE tenant = @tenant AND kind = @Kind AND state IN ('queued', 'running', 'evaluating')
                """, new { tenant, run.Kind });
            return open > 0 ? null : await AddAsync(session, tenant, run);
        }, cancellationToken);

    public Task<Run?> FindAsync(string tenant, Guid runId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, tenant, runId), cancellationToken);

    /// <summary>The tenant's runs, the newest first.</summary>
    public Task<IReadOnlyList<Run>> ListAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Run>(
            "SELECT * FROM runs WHERE tenant = @tenant ORDER BY id DESC LIMIT @limit", new { tenant, limit }),
            cancellationToken);

    /// <summary>Cancels a queued run, or asks the worker of an open one to stop.</summary>
    /// <returns>The run as it now is.</returns>
    /// <exception cref="NotFoundException">The tenant has no such run.</exception>
    /// <exception cref="ConflictException">The run has ended.</exception>
    public Task<Run> RequestCancelAsync(string tenant, Guid runId, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var run = await FindAsync(session, tenant, runId)
                ?? throw new NotFoundException("run", runId.ToString(), tenant);
            if (run.State is not (RunState.Queued or RunState.Running or RunState.Evaluating))
            {
                throw new ConflictException(
                    $"Run {runId} has ended ({run.State.Text()}); only an open run can be cancelled.");
            }

            await session.ExecuteAsync("""
                UPDATE runs SET cancel_requested = 1,
                    ended_at = CASE state WHEN 'queued' THEN @Now END,
                    state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END
                WHERE tenant = @tenant AND id = @runId
                """, new { tenant, runId, session.Now });
            await AuditChain.AppendAsync(session, tenant, by, "run.cancel-requested", runId.ToString(), new { });
            return await session.SingleAsync<Run>(
                "SELECT * FROM runs WHERE tenant = @tenant AND id = @runId", new { tenant, runId });
        }, cancellationToken);

    /// <summary>A run's progress after a sequence number (0 for all), in order.</summary>
    public Task<IReadOnlyList<RunProgress>> ProgressAsync(
        string tenant, Guid runId, int afterSequence, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<RunProgress>("""
            SELECT sequence, at, content FROM run_progress
            WHERE tenant = @tenant AND run_id = @runId AND sequence > @afterSequence ORDER BY sequence
            """, new { tenant, runId, afterSequence }), cancellationToken);

    internal static async Task<Run> AddAsync(Session session, string tenant, NewRun run)
    {
        var id = session.NewId();
        await session.ExecuteAsync("""
            INSERT INTO runs (tenant, id, kind, state, recipe, data_set_hash, requested_by, reason, created_at)
            VALUES (@tenant, @id, @Kind, 'queued', @Recipe, @DataSetHash, @RequestedBy, @Reason, @Now)
            """,
            new { tenant, id, run.Kind, run.Recipe, run.DataSetHash, run.RequestedBy, run.Reason, session.Now });
        await AuditChain.AppendAsync(session, tenant, run.RequestedBy, "run.requested", id.ToString(),
            new { run.Kind, run.DataSetHash, run.Reason });
        return await session.SingleAsync<Run>(
            "SELECT * FROM runs WHERE tenant = @tenant AND id = @id", new { tenant, id });
    }

    private static Task<Run?> FindAsync(Session session, string tenant, Guid runId) =>
        session.FindAsync<Run>("SELECT * FROM runs WHERE tenant = @tenant AND id = @runId", new { tenant, runId });
}
