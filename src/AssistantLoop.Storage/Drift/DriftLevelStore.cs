using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Drift;

/// <summary>The level of drift that holds for a tenant; each change is kept with the report that gave rise to it.</summary>
public sealed class DriftLevelStore(Database database)
{
    /// <summary>The level before the first report.</summary>
    public const string Start = "none";

    /// <summary>The newest change, or null before the first.</summary>
    public Task<DriftLevel?> CurrentAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, tenant), cancellationToken);

    /// <summary>The changes, the newest first.</summary>
    public Task<IReadOnlyList<DriftLevel>> ListAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<DriftLevel>("""
            SELECT sequence, level, report, changed_at FROM drift_levels
            WHERE tenant = @tenant ORDER BY sequence DESC LIMIT @limit
            """, new { tenant, limit }), cancellationToken);

    /// <summary>Keeps a level if it is another than the one that holds, with its audit row.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="level">The level's name.</param>
    /// <param name="report">What was measured, as JSON, without anything that people wrote.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    /// <returns>Whether the level changed.</returns>
    public Task<bool> SetAsync(string tenant, string level, string report, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var before = await FindAsync(session, tenant);
            if ((before?.Level ?? Start) == level)
            {
                return false;
            }

            var sequence = (before?.Sequence ?? 0) + 1;
            await session.ExecuteAsync("""
                INSERT INTO drift_levels (tenant, sequence, level, report, changed_at)
                VALUES (@tenant, @sequence, @level, @report, @Now)
                """, new { tenant, sequence, level, report, session.Now });
            await AuditChain.AppendAsync(session, tenant, "drift", "drift.level-changed",
                sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
                new { from = before?.Level ?? Start, to = level });
            return true;
        }, cancellationToken);

    private static Task<DriftLevel?> FindAsync(Session session, string tenant) =>
        session.FindAsync<DriftLevel>("""
            SELECT sequence, level, report, changed_at FROM drift_levels
            WHERE tenant = @tenant ORDER BY sequence DESC LIMIT 1
            """, new { tenant });
}

/// <summary>A level of drift that began to hold.</summary>
public sealed record DriftLevel
{
    /// <summary>1, 2, 3… within the tenant.</summary>
    public required int Sequence { get; init; }

    public required string Level { get; init; }

    /// <summary>The report that gave rise to it, as JSON.</summary>
    public required string Report { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}
