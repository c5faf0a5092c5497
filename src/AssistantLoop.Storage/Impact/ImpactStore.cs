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

    /// <summary>What corrections did, version by version, the newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="author">Whose corrections; null: everybody's.</param>
    /// <param name="limit">The most versions.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public Task<IReadOnlyList<VersionImpact>> ReadAsync(
        string tenant, string? author, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<VersionImpact>>(async session =>
        {
            var rows = await session.ListAsync<Row>("""
                SELECT v.number AS version, o.version_id, o.pair_id, o.author, o.before, o.after, o.answer,
                    p.message_id, c.text AS correction
                FROM correction_outcomes o
                    JOIN versions v ON v.tenant = o.tenant AND v.id = o.version_id
                    JOIN preference_pairs p ON p.tenant = o.tenant AND p.id = o.pair_id
                    JOIN corrections c ON c.tenant = p.tenant AND c.id = p.correction_id
                WHERE o.tenant = @tenant AND (@author IS NULL OR o.author = @author) AND o.version_id IN (
                    SELECT DISTINCT version_id FROM correction_outcomes WHERE tenant = @tenant ORDER BY version_id DESC LIMIT @limit)
                ORDER BY v.number DESC, o.after - o.before, o.pair_id
                """, new { tenant, author, limit });
            return [.. rows.GroupBy(row => (row.Version, row.VersionId))
                .Select(version => new VersionImpact(version.Key.Version, version.Key.VersionId, [.. version.Select(row => row.Outcome)]))];
        }, cancellationToken);

    private sealed record Row
    {
        public int Version { get; init; }
        public Guid VersionId { get; init; }
        public Guid PairId { get; init; }
        public string Author { get; init; } = "";
        public double Before { get; init; }
        public double After { get; init; }
        public string Answer { get; init; } = "";
        public Guid MessageId { get; init; }
        public string Correction { get; init; } = "";

        public CorrectionOutcome Outcome => new()
        {
            PairId = PairId,
            MessageId = MessageId,
            Author = Author,
            Correction = Correction,
            Before = Before,
            After = After,
            Answer = Answer,
        };
    }
}
