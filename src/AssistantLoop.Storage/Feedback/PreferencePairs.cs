using AssistantLoop.Storage.Importing;

namespace AssistantLoop.Storage.Feedback;

/// <summary>
/// The preferences that feedback has given so far. Feedback that was replaced does not count, nor does feedback on an
/// answer that is still streaming or whose prompt was not recorded.
/// </summary>
public sealed class PreferencePairs(Database database)
{
    private const string Usable = $"""
        FROM preference_pairs p JOIN messages m ON m.tenant = p.tenant AND m.id = p.message_id
        {DecisionRows.Joins} {DecisionRows.CauseJoin}
        WHERE p.tenant = @tenant AND p.retired_at IS NULL AND m.state <> 'streaming' AND m.prompt_hash IS NOT NULL
        """;

    private static readonly string s_columns = $"""
        p.id, p.kind, p.message_id, m.conversation_id, m.version_id, p.author, m.prompt_hash,
            (SELECT visitor FROM conversations WHERE tenant = m.tenant AND id = m.conversation_id) AS visitor,
            (SELECT content FROM prompts WHERE tenant = m.tenant AND hash = m.prompt_hash) AS prompt,
            CASE p.kind WHEN 'up' THEN m.text WHEN 'correction' THEN
                (SELECT text FROM corrections WHERE tenant = p.tenant AND id = p.correction_id) END AS chosen,
            CASE p.kind WHEN 'up' THEN NULL ELSE m.text END AS rejected,
            {DecisionRows.Decision} AS decision, {DecisionRows.Read(DecisionRows.Cause)} AS cause, p.created_at
        """;

    /// <summary>Those that no data set has considered yet, oldest first.</summary>
    public Task<IReadOnlyList<StoredPair>> ReadUnusedAsync(
        string tenant, int limit, CancellationToken cancellationToken) =>
        ReadAsync(tenant, Guid.Empty, limit, unused: true, cancellationToken);

    /// <summary>The next ones after an id, oldest first, for reading all page by page; <see cref="Guid.Empty"/> begins.</summary>
    public Task<IReadOnlyList<StoredPair>> ReadAfterAsync(
        string tenant, Guid after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(tenant, after, limit, unused: false, cancellationToken);

    /// <summary>
    /// How many there are that no data set has considered yet and that may train: not those that an agent took out, nor
    /// those whose cause is for the documents to mend.
    /// </summary>
    public Task<PairCounts> CountUnusedAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            var counts = await session.ListAsync<KindCount>($"""
                SELECT p.kind, COUNT(*) AS count {Usable} AND p.used_at IS NULL AND {DecisionRows.MayTrain} GROUP BY p.kind
                UNION ALL SELECT p.kind, COUNT(*) {ImportedPairs.Usable} AND p.used_at IS NULL
                    AND {DecisionRows.NotExcluded} GROUP BY p.kind
                UNION ALL SELECT 'choice', COUNT(*) {ChoicePairs.Usable} AND p.used_at IS NULL
                    AND {DecisionRows.NotExcluded}
                """, new { tenant });
            int Of(PairKind kind) => counts.Where(count => count.Kind == kind).Sum(count => count.Count);
            return new PairCounts(Of(PairKind.Correction), Of(PairKind.Up), Of(PairKind.Down))
            {
                Choices = Of(PairKind.Choice),
                Imported = Of(PairKind.Imported),
            };
        }, cancellationToken);

    /// <summary>
    /// When the newest correction, choice or imported row was given that no data set has considered, or null where there is
    /// none. Ratings alone are no reason to train.
    /// </summary>
    public Task<DateTimeOffset?> NewestAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<DateTimeOffset?>($"""
            SELECT created_at FROM (
                SELECT p.created_at {Usable} AND p.used_at IS NULL AND p.kind = 'correction' AND {DecisionRows.MayTrain}
                UNION ALL SELECT p.created_at {ImportedPairs.Usable} AND p.used_at IS NULL
                    AND p.kind = 'imported' AND {DecisionRows.NotExcluded}
                UNION ALL SELECT p.created_at {ChoicePairs.Usable} AND p.used_at IS NULL AND {DecisionRows.NotExcluded})
            ORDER BY created_at DESC LIMIT 1
            """, new { tenant }), cancellationToken);

    // Each source is cut to the page by its own index, so that a page costs a page however much there is.
    private Task<IReadOnlyList<StoredPair>> ReadAsync(
        string tenant, Guid after, int limit, bool unused, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<StoredPair>($"""
            SELECT * FROM (SELECT {s_columns} {Usable} AND p.id > @after AND (@all OR p.used_at IS NULL)
                ORDER BY p.id LIMIT @limit)
            UNION ALL
            SELECT * FROM (SELECT {ImportedPairs.Columns} {ImportedPairs.Usable}
                AND p.id > @after AND (@all OR p.used_at IS NULL) ORDER BY p.id LIMIT @limit)
            UNION ALL
            SELECT * FROM (SELECT {ChoicePairs.Columns} {ChoicePairs.Usable}
                AND p.id > @after AND (@all OR p.used_at IS NULL) ORDER BY p.id LIMIT @limit)
            ORDER BY id LIMIT @limit
            """, new { tenant, after, limit, all = !unused }), cancellationToken);

    private sealed record KindCount
    {
        public PairKind Kind { get; init; }
        public int Count { get; init; }
    }
}
