namespace AssistantLoop.Storage.Documents;

/// <summary>
/// The vectors of passages, kept per tenant, embedder and text: what was embedded once is not embedded again, not even
/// after its document was cut anew, and no business profits from (or learns of) what another has embedded.
/// </summary>
public sealed class PassageVectors(Database database)
{
    /// <summary>How long a vector that no passage uses is kept; a writer stores vectors before the passages.</summary>
    public static readonly TimeSpan UnusedLife = TimeSpan.FromDays(1);

    /// <summary>Which of the texts have a vector already; these are not pruned within half of <see cref="UnusedLife"/>.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="embedder">The embedder's id.</param>
    /// <param name="hashes">At most 500.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <returns>Their hashes in lower-case hex.</returns>
    public async Task<IReadOnlySet<string>> KnownAsync(
        string tenant, string embedder, IReadOnlyCollection<byte[]> hashes, CancellationToken cancellationToken)
    {
        var stale = database.Time.GetUtcNow() - UnusedLife / 2;
        var known = await database.ReadAsync(session => session.ListAsync<KnownVector>("""
            SELECT text_hash, kept_at < @stale AS stale FROM passage_vectors
            WHERE tenant = @tenant AND embedder = @embedder AND text_hash IN @hashes
            """, new { tenant, embedder, hashes, stale }), cancellationToken);
        var old = known.Where(vector => vector.Stale).Select(vector => vector.TextHash).ToList();
        if (old.Count > 0)
        {
            await database.WriteAsync(session => session.ExecuteAsync("""
                UPDATE passage_vectors SET kept_at = @Now
                WHERE tenant = @tenant AND embedder = @embedder AND text_hash IN @old
                """, new { tenant, embedder, old, session.Now }), cancellationToken);
        }

        return known.Select(vector => Convert.ToHexStringLower(vector.TextHash)).ToHashSet();
    }

    /// <summary>Stores vectors. Passages that are there and lacked theirs are told to the followers again.</summary>
    public Task StoreAsync(
        string tenant, string embedder, IReadOnlyList<PassageVector> vectors, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            long? first = null;
            foreach (var vector in vectors)
            {
                var values = new { tenant, embedder, vector.TextHash, vector.Vector, session.Now };
                var added = await session.ExecuteAsync("""
                    INSERT INTO passage_vectors (tenant, embedder, text_hash, vector, kept_at)
                    VALUES (@tenant, @embedder, @TextHash, @Vector, @Now)
                    ON CONFLICT (tenant, embedder, text_hash) DO NOTHING
                    """, values);
                var waiting = added == 0 ? null : await session.SingleAsync<long?>(
                    "SELECT MIN(id) FROM passages WHERE tenant = @tenant AND text_hash = @TextHash", values);
                first = first is null || waiting < first ? waiting ?? first : first;
            }

            return first is null ? 0 : await session.ExecuteAsync("""
                UPDATE passage_followers SET last_passage = MIN(last_passage, @before), set_backs = set_backs + 1
                WHERE tenant = @tenant
                """, new { tenant, before = first - 1 });
        }, cancellationToken);

    /// <summary>The passages with ids above <paramref name="afterId"/> that lack the embedder's vector, by id.</summary>
    public Task<IReadOnlyList<StoredPassage>> MissingAsync(
        string tenant, string embedder, long afterId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<StoredPassage>("""
            SELECT p.id, p.path, d.title, p.ordinal, p.title_path, p.text, p.anchor, p.page, d.source, d.language
            FROM passages p INDEXED BY passages_of_tenant
                JOIN documents d ON d.tenant = p.tenant AND d.path = p.path
            WHERE p.tenant = @tenant AND p.id > @afterId AND NOT EXISTS (SELECT 1 FROM passage_vectors v
                WHERE v.tenant = p.tenant AND v.embedder = @embedder AND v.text_hash = p.text_hash)
            ORDER BY p.id LIMIT @limit
            """, new { tenant, embedder, afterId, limit }), cancellationToken);

    /// <summary>How many of the tenant's passages lack the embedder's vector.</summary>
    public Task<int> CountMissingAsync(string tenant, string embedder, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.SingleAsync<int>("""
            SELECT COUNT(*) FROM passages p WHERE p.tenant = @tenant AND NOT EXISTS (SELECT 1 FROM passage_vectors v
                WHERE v.tenant = p.tenant AND v.embedder = @embedder AND v.text_hash = p.text_hash)
            """, new { tenant, embedder }), cancellationToken);

    /// <summary>
    /// Forgets vectors that no passage has used for <see cref="UnusedLife"/>, and those of other embedders.
    /// </summary>
    /// <returns>How many were forgotten.</returns>
    public Task<int> PruneAsync(string tenant, string embedder, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("""
            DELETE FROM passage_vectors WHERE tenant = @tenant AND kept_at < @unused AND (embedder <> @embedder
                OR NOT EXISTS (SELECT 1 FROM passages p
                    WHERE p.tenant = passage_vectors.tenant AND p.text_hash = passage_vectors.text_hash))
            """, new { tenant, embedder, unused = session.Now - UnusedLife }), cancellationToken);

    private sealed record KnownVector
    {
        public required byte[] TextHash { get; init; }

        public required bool Stale { get; init; }
    }
}
