namespace AssistantLoop.Storage.Workers;

/// <summary>Heartbeats of the installation's workers. Workers serve every tenant, so their rows carry none.</summary>
public sealed class WorkerStore(Database database)
{
    /// <summary>Says that the worker lives now.</summary>
    public Task BeatAsync(string workerId, string host, int processId, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("""
            INSERT INTO workers (id, host, process_id, started_at, last_seen)
            VALUES (@workerId, @host, @processId, @Now, @Now)
            ON CONFLICT (id) DO UPDATE SET host = excluded.host, last_seen = excluded.last_seen,
                started_at = CASE WHEN process_id = excluded.process_id THEN started_at ELSE excluded.started_at END,
                process_id = excluded.process_id
            """, new { workerId, host, processId, session.Now }), cancellationToken);

    /// <summary>The workers seen within <paramref name="window"/>, the most recent first.</summary>
    public Task<IReadOnlyList<WorkerHeartbeat>> LiveAsync(TimeSpan window, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<WorkerHeartbeat>(
            "SELECT * FROM workers WHERE last_seen >= @since ORDER BY last_seen DESC, id",
            new { since = session.Now - window }), cancellationToken);

    /// <summary>Takes a worker that stops in order off the list.</summary>
    public Task RemoveAsync(string workerId, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync(
            "DELETE FROM workers WHERE id = @workerId", new { workerId }), cancellationToken);
}
