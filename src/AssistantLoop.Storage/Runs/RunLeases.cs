using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Runs;

/// <summary>
/// The training queue as a worker sees it: it leases a run of any tenant, renews the lease while it works, and writes
/// under the lease's fence. Each write throws <see cref="StaleLeaseException"/> once the run is no longer the worker's.
/// </summary>
public sealed class RunLeases(Database database)
{
    /// <summary>Leases the oldest run of any tenant that is queued, or whose worker let its lease expire.</summary>
    /// <returns>Null where there is no such run. Of any number of callers, one gets a run.</returns>
    public Task<LeasedRun?> TryLeaseAsync(string worker, TimeSpan duration, CancellationToken cancellationToken) =>
        TryLeaseAsync(worker, tenant: null, duration, cancellationToken);

    /// <summary>The same of one tenant's runs alone, or of any's where none is named.</summary>
    public Task<LeasedRun?> TryLeaseAsync(
        string worker, string? tenant, TimeSpan duration, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var run = await session.FindAsync<Run>("""
                UPDATE runs SET state = 'running', lease_owner = @worker, lease_expires_at = @expires,
                    fence = fence + 1, lost = lost + (state <> 'queued'),
                    started_at = COALESCE(started_at, @Now)
                WHERE (tenant, id) IN (
                    SELECT tenant, id FROM runs
                    WHERE state IN ('queued', 'running', 'evaluating') AND (@tenant IS NULL OR tenant = @tenant)
                        AND (state = 'queued' OR lease_expires_at <= @Now)
                    ORDER BY created_at, id LIMIT 1)
                RETURNING *
                """, new { worker, tenant, expires = session.Now + duration, session.Now });
            return run is null ? null : new LeasedRun(run, new RunLease(run.Tenant, run.Id, worker, run.Fence));
        }, cancellationToken);

    /// <summary>Holds the run for another <paramref name="duration"/> from now.</summary>
    /// <returns>Whether someone asked to cancel the run.</returns>
    public Task<bool> RenewAsync(RunLease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        WriteAsync(lease, session => session.SingleAsync<bool>("""
            UPDATE runs SET lease_expires_at = @expires
            WHERE tenant = @Tenant AND id = @RunId RETURNING cancel_requested
            """, new { lease.Tenant, lease.RunId, expires = session.Now + duration }), cancellationToken);

    /// <summary>Says that training is over and the candidate is being compared.</summary>
    public Task BeginEvaluationAsync(RunLease lease, CancellationToken cancellationToken) =>
        WriteAsync(lease, session => session.ExecuteAsync(
            "UPDATE runs SET state = 'evaluating' WHERE tenant = @Tenant AND id = @RunId", lease), cancellationToken);

    /// <summary>Appends a line of progress, a JSON value.</summary>
    /// <returns>Its sequence number.</returns>
    public Task<int> AppendProgressAsync(RunLease lease, string content, CancellationToken cancellationToken) =>
        WriteAsync(lease, session => session.SingleAsync<int>("""
            INSERT INTO run_progress (tenant, run_id, sequence, at, content)
            SELECT @Tenant, @RunId, COALESCE(MAX(sequence), 0) + 1, @Now, @content
            FROM run_progress WHERE tenant = @Tenant AND run_id = @RunId
            RETURNING sequence
            """, new { lease.Tenant, lease.RunId, content, session.Now }), cancellationToken);

    /// <summary>Ends the run and gives the lease back.</summary>
    /// <param name="lease">The worker's lease.</param>
    /// <param name="state">Succeeded, Rejected, Failed or Cancelled.</param>
    /// <param name="result">What came of it, as JSON.</param>
    /// <param name="error">Of a failed run: why, in one line.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    public Task EndAsync(
        RunLease lease, RunState state, string? result, string? error, CancellationToken cancellationToken)
    {
        if (state is RunState.Queued or RunState.Running or RunState.Evaluating)
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "A run ends in a state that is an end.");
        }

        return WriteAsync(lease, async session =>
        {
            await session.ExecuteAsync("""
                UPDATE runs SET state = @state, result = @result, error = @error, ended_at = @Now,
                    lease_owner = NULL, lease_expires_at = NULL
                WHERE tenant = @Tenant AND id = @RunId
                """, new { lease.Tenant, lease.RunId, state = state.Text(), result, error, session.Now });
            await AuditChain.AppendAsync(session, lease.Tenant, lease.Worker, "run.ended", lease.RunId.ToString(),
                new { state = state.Text(), error });
            return true;
        }, cancellationToken);
    }

    /// <summary>Puts the run back into the queue, for a worker that is told to stop before the run's end.</summary>
    public Task ReleaseAsync(RunLease lease, CancellationToken cancellationToken) =>
        WriteAsync(lease, session => session.ExecuteAsync("""
            UPDATE runs SET state = 'queued', lease_owner = NULL, lease_expires_at = NULL
            WHERE tenant = @Tenant AND id = @RunId
            """, lease), cancellationToken);

    private Task<T> WriteAsync<T>(RunLease lease, Func<Session, Task<T>> write, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            return await write(session);
        }, cancellationToken);
}
