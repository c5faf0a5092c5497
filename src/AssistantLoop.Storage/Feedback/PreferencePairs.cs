namespace AssistantLoop.Storage.Feedback;

/// <summary>
/// The preferences that feedback has given so far. Feedback that was replaced does not count, nor does feedback on an
/// answer that is still streaming or whose prompt was not recorded.
/// </summary>
public sealed class PreferencePairs(Database database)
{
    private const string Usable = $"""
        FROM preference_pairs p JOIN messages m ON m.tenant = p.tenant AND m.id = p.message_id
        {DecisionRows.Joins}
        WHERE p.tenant = @tenant AND p.retired_at IS NULL AND m.state <> 'streaming' AND m.prompt_hash IS NOT NULL
        """;

    /// <summary>Those that no data set has considered yet, oldest first.</summary>
    public Task<IReadOnlyList<StoredPair>> ReadUnusedAsync(
        string tenant, int limit, CancellationToken cancellationToken) =>
        ReadAsync(tenant, limit, "AND p.used_at IS NULL", cancellationToken);

    /// <summary>All, oldest first.</summary>
    public Task<IReadOnlyList<StoredPair>> ReadAllAsync(
        string tenant, int limit, CancellationToken cancellationToken) =>
        ReadAsync(tenant, limit, "", cancellationToken);

    /// <summary>
    /// How many there are that no data set has considered yet and that may train: not those that an agent took out, nor
    /// those whose cause is for the documents to mend.
    /// </summary>
    public Task<PairCounts> CountUnusedAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            var counts = await session.ListAsync<KindCount>(
                $"SELECT p.kind, COUNT(*) AS count {Usable} AND p.used_at IS NULL AND {DecisionRows.MayTrain} GROUP BY p.kind",
                new { tenant });
            int Of(PairKind kind) => counts.FirstOrDefault(count => count.Kind == kind)?.Count ?? 0;
            return new PairCounts(Of(PairKind.Correction), Of(PairKind.Up), Of(PairKind.Down));
        }, cancellationToken);

    /// <summary>When the newest correction that no data set has considered was given, or null where there is none.</summary>
    public Task<DateTimeOffset?> NewestCorrectionAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.SingleAsync<DateTimeOffset?>(
            $"SELECT MAX(p.created_at) {Usable} AND p.used_at IS NULL AND p.kind = 'correction'", new { tenant }),
            cancellationToken);

    private Task<IReadOnlyList<StoredPair>> ReadAsync(
        string tenant, int limit, string condition, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<StoredPair>($"""
            SELECT p.id, p.kind, p.message_id, m.conversation_id, m.version_id, p.author, m.prompt_hash,
                (SELECT visitor FROM conversations WHERE tenant = m.tenant AND id = m.conversation_id) AS visitor,
                (SELECT content FROM prompts WHERE tenant = m.tenant AND hash = m.prompt_hash) AS prompt,
                CASE p.kind WHEN 'up' THEN m.text WHEN 'correction' THEN
                    (SELECT text FROM corrections WHERE tenant = p.tenant AND id = p.correction_id) END AS chosen,
                CASE p.kind WHEN 'up' THEN NULL ELSE m.text END AS rejected,
                p.created_at, {DecisionRows.Decision} AS decision, {DecisionRows.Read(DecisionRows.Cause)} AS cause
            {Usable} {condition} ORDER BY p.id LIMIT @limit
            """, new { tenant, limit }), cancellationToken);

    private sealed record KindCount
    {
        public PairKind Kind { get; init; }
        public int Count { get; init; }
    }
}
