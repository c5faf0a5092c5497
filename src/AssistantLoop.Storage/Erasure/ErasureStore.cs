using System.Text.Json;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Erasure;

/// <summary>
/// Erases visitors. All rows go, and all marks are set, in one transaction; what is to be done with files after it stands
/// in the database until it is done, so that a process may die anywhere and the next one finishes.
/// </summary>
public sealed class ErasureStore(Database database)
{
    /// <summary>What an erasure would remove, and which data sets and versions it would concern.</summary>
    public Task<ErasureReport> PreviewAsync(
        string tenant, string visitor, ErasurePolicy policy, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            var pairs = await VisitorRows.PairsAsync(session, tenant, visitor);
            return await ReportAsync(session, tenant, visitor, policy, pairs);
        }, cancellationToken);

    /// <summary>
    /// Removes all that a visitor left and marks what was trained on it. For a visitor who was erased before it acts on
    /// what is left: nothing, or a stricter policy.
    /// </summary>
    /// <param name="tenant">The business.</param>
    /// <param name="visitor">The visitor's id.</param>
    /// <param name="policy">What becomes of versions.</param>
    /// <param name="successor">The run to queue where the policy wants a successor.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    public Task<ErasureReport> EraseAsync(
        string tenant, string visitor, ErasurePolicy policy, NewRun successor, string by,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var pairs = await VisitorRows.PairsAsync(session, tenant, visitor);
            var report = await ReportAsync(session, tenant, visitor, policy, pairs);
            var erased = await session.FindAsync<Guid?>("""
                SELECT id FROM erasures WHERE tenant = @tenant AND visitor_hash = @Visitor ORDER BY id DESC LIMIT 1
                """, new { tenant, report.Visitor });
            var marked = await MarkAsync(session, tenant, policy, report.DataSets);
            if (report.Removed is { Conversations: 0, Ratings: 0, Pairs: 0 } && !marked)
            {
                return report with { Id = erased };
            }

            var id = session.NewId();
            await session.ExecuteAsync("""
                INSERT INTO erasures (tenant, id, visitor_hash, policy, requested_by, erased_at, counts)
                VALUES (@tenant, @id, @Visitor, @policy, @by, @Now, @counts)
                """,
                new
                {
                    tenant,
                    id,
                    report.Visitor,
                    policy = policy.Text(),
                    by,
                    session.Now,
                    counts = JsonSerializer.Serialize(report.Removed),
                });
            await session.ExecuteAsync("""
                INSERT INTO erased_pairs (tenant, pair_id, erasure_id) VALUES (@tenant, @pair, @id) ON CONFLICT DO NOTHING
                """, pairs.Select(pair => new { tenant, pair, id }));
            await VisitorRows.RemoveAsync(session, tenant, visitor);
            Guid? run = null;
            if (policy != ErasurePolicy.List)
            {
                await StopRunsAsync(session, tenant, by);
                await ErasedSamples.TakeBackAsync(session, tenant, by);
            }

            if (policy == ErasurePolicy.Retrain && report.Versions.Any(version => version.Status == VersionStatus.Serving))
            {
                run = await SuccessorRows.QueueAsync(session, tenant, successor);
            }

            await AuditChain.AppendAsync(session, tenant, by, "visitor.erased", report.Visitor,
                new
                {
                    erasure = id,
                    policy = policy.Text(),
                    report.Removed,
                    dataSets = report.DataSets.Select(set => set.Hash),
                    versions = report.Versions.Select(version => version.Number),
                    run,
                });
            return report with { Id = id, Run = run };
        }, cancellationToken);

    /// <summary>The tenant's erasures, the newest first.</summary>
    public Task<IReadOnlyList<StoredErasure>> ListAsync(
        string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<StoredErasure>(
            "SELECT * FROM erasures WHERE tenant = @tenant ORDER BY id DESC LIMIT @limit", new { tenant, limit }),
            cancellationToken);

    /// <summary>Versions that may not be promoted again, the newest first.</summary>
    public Task<IReadOnlyList<ErasedVersion>> MarkedVersionsAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<ErasedVersion>($"""
            SELECT v.id, v.number, v.status, v.data_set_hash FROM versions v
            WHERE v.tenant = @tenant AND {ErasedSamples.IsMarked} ORDER BY v.number DESC
            """, new { tenant }), cancellationToken);

    private static async Task<ErasureReport> ReportAsync(
        Session session, string tenant, string visitor, ErasurePolicy policy, IReadOnlyList<Guid> pairs)
    {
        var pseudonym = VisitorPseudonym.Of(tenant, visitor);
        var dataSets = await session.ListAsync<ErasedDataSet>("""
            SELECT data_set_hash AS hash, COUNT(DISTINCT pair_id) AS samples FROM data_set_members
            WHERE tenant = @tenant AND pair_id IN (
                SELECT value FROM json_each(@pairs)
                UNION SELECT p.pair_id FROM erased_pairs p JOIN erasures e ON e.tenant = p.tenant AND e.id = p.erasure_id
                WHERE p.tenant = @tenant AND e.visitor_hash = @pseudonym)
            GROUP BY data_set_hash ORDER BY data_set_hash
            """, new { tenant, pairs = JsonSerializer.Serialize(pairs), pseudonym });
        return new ErasureReport
        {
            Visitor = pseudonym,
            Policy = policy,
            Removed = await VisitorRows.CountAsync(session, tenant, visitor, pairs.Count),
            DataSets = dataSets,
            Versions = await session.ListAsync<ErasedVersion>("""
                SELECT id, number, status, data_set_hash FROM versions
                WHERE tenant = @tenant AND data_set_hash IN (SELECT value FROM json_each(@hashes)) ORDER BY number
                """, new { tenant, hashes = JsonSerializer.Serialize(dataSets.Select(set => set.Hash)) }),
        };
    }

    /// <summary>Marks data sets, by the stricter policy of an earlier and this erasure, and has their files removed.</summary>
    /// <returns>Whether any mark is new.</returns>
    private static async Task<bool> MarkAsync(
        Session session, string tenant, ErasurePolicy policy, IReadOnlyList<ErasedDataSet> dataSets)
    {
        var changed = await session.ExecuteAsync("""
            INSERT INTO erased_data_sets (tenant, data_set_hash, policy, marked_at)
            VALUES (@tenant, @Hash, @policy, @Now)
            ON CONFLICT (tenant, data_set_hash) DO UPDATE SET policy = excluded.policy, marked_at = excluded.marked_at
            WHERE policy <> excluded.policy AND (policy = 'list' OR excluded.policy = 'retire')
            """, dataSets.Select(set => new { tenant, set.Hash, policy = policy.Text(), session.Now }));
        if (policy != ErasurePolicy.List)
        {
            // A run's report shows examples of what it was trained on.
            var artefacts = await session.ListAsync<string>("""
                WITH made AS (
                    SELECT artefact_hash FROM data_sets
                    WHERE tenant = @tenant AND hash IN (SELECT value FROM json_each(@hashes))
                    UNION
                    SELECT json_extract(result, '$.reportHash') FROM runs
                    WHERE tenant = @tenant AND data_set_hash IN (SELECT value FROM json_each(@hashes)))
                SELECT artefact_hash FROM made
                WHERE COALESCE(artefact_hash, '') <> ''
                    AND artefact_hash NOT IN (SELECT artefact_hash FROM artefact_purges WHERE tenant = @tenant)
                """, new { tenant, hashes = JsonSerializer.Serialize(dataSets.Select(set => set.Hash)) });
            foreach (var artefact in artefacts)
            {
                await ErasedSamples.AskPurgeAsync(session, tenant, artefact);
            }
        }

        return changed > 0;
    }

    /// <summary>Asks the workers of runs over marked data sets to stop: their versions could not be promoted.</summary>
    private static async Task StopRunsAsync(Session session, string tenant, string by)
    {
        var stopped = await session.ListAsync<Guid>("""
            UPDATE runs SET cancel_requested = 1,
                ended_at = CASE state WHEN 'queued' THEN @Now END,
                state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END
            WHERE tenant = @tenant AND state IN ('queued', 'running', 'evaluating') AND cancel_requested = 0
                AND data_set_hash IN (SELECT data_set_hash FROM erased_data_sets WHERE tenant = @tenant AND policy <> 'list')
            RETURNING id
            """, new { tenant, session.Now });
        foreach (var run in stopped)
        {
            await AuditChain.AppendAsync(session, tenant, by, "run.cancel-requested", run.ToString(),
                new { reason = "trained on samples of a visitor who was erased" });
        }
    }
}
