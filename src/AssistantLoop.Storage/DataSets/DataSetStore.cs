using AssistantLoop.Storage.Erasure;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Storage.DataSets;

/// <summary>Data sets and which preferences they hold. Nothing here is ever changed.</summary>
public sealed class DataSetStore(Database database)
{
    /// <summary>
    /// Adds a data set, marks what was considered for it as used and says on the run that it uses the set. A set that
    /// is there already is left as it is.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="dataSet">The set.</param>
    /// <param name="pairIds">The preferences it was made from; none for one made from a sample file.</param>
    /// <param name="leftOutIds">Preferences that were considered for it and left out.</param>
    /// <param name="lease">The lease of the worker that builds it, where a worker does.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="StaleLeaseException">The worker has lost its run.</exception>
    /// <exception cref="ConflictException">
    /// A visitor was erased while it was built, and it holds samples of theirs; its files will be removed.
    /// </exception>
    public async Task<bool> AddAsync(
        string tenant, DataSet dataSet, IReadOnlyList<Guid> pairIds, IReadOnlyList<Guid> leftOutIds, RunLease? lease,
        CancellationToken cancellationToken) =>
        await AddOrPurgeAsync(tenant, dataSet, pairIds, leftOutIds, lease, cancellationToken)
            ?? throw new ConflictException(
                "A visitor was erased while the data set was built, and it holds samples of theirs; build it again.");

    /// <returns>Whether it is new; null where it may not be kept.</returns>
    private Task<bool?> AddOrPurgeAsync(
        string tenant, DataSet dataSet, IReadOnlyList<Guid> pairIds, IReadOnlyList<Guid> leftOutIds, RunLease? lease,
        CancellationToken cancellationToken) =>
        database.WriteAsync<bool?>(async session =>
        {
            await LeaseCheck.RequireAsync(session, lease);
            if (await ErasedSamples.AnyAsync(session, tenant, pairIds))
            {
                await ErasedSamples.AskPurgeAsync(session, tenant, dataSet.ArtefactHash);
                return null;
            }

            var added = await session.ExecuteAsync("""
                INSERT INTO data_sets (tenant, hash, manifest, artefact_hash, train_count, held_out_count, created_at)
                VALUES (@tenant, @Hash, @Manifest, @ArtefactHash, @TrainCount, @HeldOutCount, @Now)
                ON CONFLICT (tenant, hash) DO NOTHING
                """,
                new
                {
                    tenant,
                    dataSet.Hash,
                    dataSet.Manifest,
                    dataSet.ArtefactHash,
                    dataSet.TrainCount,
                    dataSet.HeldOutCount,
                    session.Now,
                });
            await session.ExecuteAsync(
                "UPDATE runs SET data_set_hash = @Hash WHERE tenant = @tenant AND id = @RunId",
                new { tenant, dataSet.Hash, lease?.RunId });
            if (added == 0)
            {
                return false;
            }

            await session.ExecuteAsync("""
                INSERT INTO data_set_members (tenant, data_set_hash, pair_id) VALUES (@tenant, @Hash, @pairId)
                ON CONFLICT DO NOTHING
                """, pairIds.Select(pairId => new { tenant, dataSet.Hash, pairId }));
            await session.ExecuteAsync("""
                UPDATE preference_pairs SET used_at = COALESCE(used_at, @Now) WHERE tenant = @tenant AND id = @pairId;
                UPDATE imported_rows SET used_at = COALESCE(used_at, @Now) WHERE tenant = @tenant AND id = @pairId;
                UPDATE choices SET used_at = COALESCE(used_at, @Now) WHERE tenant = @tenant AND id = @pairId
                """, pairIds.Concat(leftOutIds).Select(pairId => new { tenant, pairId, session.Now }));
            return true;
        }, cancellationToken);

    public Task<DataSet?> FindAsync(string tenant, string hash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<DataSet>(
            "SELECT * FROM data_sets WHERE tenant = @tenant AND hash = @hash", new { tenant, hash }),
            cancellationToken);

    /// <summary>The tenant's data sets, the newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="limit">The most sets.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <param name="after">The hash of the last one of the page before; null for the first page.</param>
    public Task<IReadOnlyList<DataSet>> ListAsync(
        string tenant, int limit, CancellationToken cancellationToken, string? after = null) =>
        database.ReadAsync(session => session.ListAsync<DataSet>("""
            SELECT d.* FROM data_sets d
            LEFT JOIN data_sets a ON a.tenant = d.tenant AND a.hash = @after
            WHERE d.tenant = @tenant AND (@after IS NULL OR d.created_at < a.created_at
                OR (d.created_at = a.created_at AND d.hash > a.hash))
            ORDER BY d.created_at DESC, d.hash LIMIT @limit
            """, new { tenant, limit, after }), cancellationToken);

    /// <summary>
    /// Whether a visitor was erased whose samples the set holds, so that its files, and what was made of them, are no
    /// longer to be shown.
    /// </summary>
    public Task<bool> IsErasedAsync(string tenant, string hash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.SingleAsync<bool>("""
            SELECT COUNT(*) > 0 FROM erased_data_sets
            WHERE tenant = @tenant AND data_set_hash = @hash AND policy <> 'list'
            """, new { tenant, hash }), cancellationToken);

    /// <summary>The ids of the preferences a data set holds.</summary>
    public Task<IReadOnlyList<Guid>> MembersAsync(string tenant, string hash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Guid>(
            "SELECT pair_id FROM data_set_members WHERE tenant = @tenant AND data_set_hash = @hash ORDER BY pair_id",
            new { tenant, hash }), cancellationToken);
}
