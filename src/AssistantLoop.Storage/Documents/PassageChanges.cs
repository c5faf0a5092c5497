namespace AssistantLoop.Storage.Documents;

/// <summary>
/// What an index reads to follow the database. It drops what was removed and takes over what was added, then says how far
/// it is. A passage may be told again, such as when its vector came later, so adding is by id and replaces.
/// </summary>
public sealed class PassageChanges(Database database)
{
    /// <summary>A follower not seen for so long no longer keeps the log of removals from being pruned.</summary>
    public static readonly TimeSpan FollowerLife = TimeSpan.FromDays(7);

    /// <summary>The passages with ids above <paramref name="afterId"/>, in the order of ids.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="embedder">Whose vectors come along; null for none.</param>
    /// <param name="afterId">The last id already taken over, 0 for none.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<AddedPassage>> AddedAfterAsync(
        string tenant, string? embedder, long afterId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<AddedPassage>("""
            SELECT p.id, p.path, p.title_path, p.text, p.anchor, p.page, d.source, d.language, d.collection, d.metadata,
                v.vector
            FROM passages p INDEXED BY passages_of_tenant
                JOIN documents d ON d.tenant = p.tenant AND d.path = p.path
                LEFT JOIN passage_vectors v
                    ON v.tenant = p.tenant AND v.embedder = @embedder AND v.text_hash = p.text_hash
            WHERE p.tenant = @tenant AND p.id > @afterId ORDER BY p.id LIMIT @limit
            """, new { tenant, embedder, afterId, limit }), cancellationToken);

    /// <summary>The removals after a sequence, in order.</summary>
    public Task<IReadOnlyList<PassageRemoval>> RemovedAfterAsync(
        string tenant, long afterSequence, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<PassageRemoval>("""
            SELECT sequence, passage_id FROM passage_removals
            WHERE tenant = @tenant AND sequence > @afterSequence ORDER BY sequence LIMIT @limit
            """, new { tenant, afterSequence, limit }), cancellationToken);

    /// <summary>
    /// Where a follower is. One that is unknown, or was not seen for <see cref="FollowerLife"/> while others went on, is at
    /// <see cref="FollowerPosition.Start"/> and must begin with an empty index: removals from before are not kept. From now
    /// on it is known, so that removals are kept for it, and it is set back where a vector comes late.
    /// </summary>
    public async Task<FollowerPosition> PositionAsync(string tenant, string follower, CancellationToken cancellationToken)
    {
        var stale = database.Time.GetUtcNow() - FollowerLife / 2;
        return await database.ReadAsync(session => session.FindAsync<FollowerPosition>("""
            SELECT last_passage, last_removal, set_backs FROM passage_followers
            WHERE tenant = @tenant AND follower = @follower AND seen_at >= @stale
            """, new { tenant, follower, stale }), cancellationToken)
            ?? await database.WriteAsync(session => session.SingleAsync<FollowerPosition>("""
                INSERT INTO passage_followers (tenant, follower, last_passage, last_removal, seen_at)
                VALUES (@tenant, @follower, 0, 0, @Now)
                ON CONFLICT (tenant, follower) DO UPDATE SET seen_at = excluded.seen_at
                RETURNING last_passage, last_removal, set_backs
                """, new { tenant, follower, session.Now }), cancellationToken);
    }

    /// <summary>
    /// Notes that a follower has taken over all up to a position, durably, and forgets removals that all followers have.
    /// Nothing is noted where the follower is no longer where it was read: another has moved it, or a vector came for a
    /// passage that may have been read without. Then it does no harm to follow to the end, and the next following begins
    /// where the follower was set.
    /// </summary>
    /// <param name="tenant">The business.</param>
    /// <param name="follower">Its name.</param>
    /// <param name="from">Where it was before.</param>
    /// <param name="to">Where it is now, with the set-backs of <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it was noted.</returns>
    public Task<bool> AdvanceAsync(
        string tenant, string follower, FollowerPosition from, FollowerPosition to, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var advanced = await session.ExecuteAsync("""
                UPDATE passage_followers SET last_passage = @LastPassage, last_removal = @LastRemoval, seen_at = @Now
                WHERE tenant = @tenant AND follower = @follower
                    AND last_passage = @fromPassage AND last_removal = @fromRemoval AND set_backs = @SetBacks
                """, new
            {
                tenant,
                follower,
                to.LastPassage,
                to.LastRemoval,
                session.Now,
                fromPassage = from.LastPassage,
                fromRemoval = from.LastRemoval,
                from.SetBacks,
            });
            await session.ExecuteAsync("""
                DELETE FROM passage_followers WHERE tenant = @tenant AND seen_at < @silent;
                DELETE FROM passage_removals WHERE tenant = @tenant AND sequence <=
                    (SELECT MIN(last_removal) FROM passage_followers WHERE tenant = @tenant)
                """, new { tenant, silent = session.Now - FollowerLife });
            return advanced > 0;
        }, cancellationToken);

    /// <summary>Forgets a follower whose index is gone, so that it holds no removals back.</summary>
    public Task ForgetAsync(string tenant, string follower, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync(
            "DELETE FROM passage_followers WHERE tenant = @tenant AND follower = @follower", new { tenant, follower }),
            cancellationToken);
}
