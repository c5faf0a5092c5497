using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Storage.Usage;

/// <summary>What a business's answers took, for its quotas and its costs.</summary>
public sealed class UsageStore(Database database)
{
    /// <summary>Counts an answer that is not among the conversations.</summary>
    public Task AddAsync(string tenant, Guid? versionId, AnswerUsage? usage, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await UsageRows.AddAsync(session, tenant, versionId, usage);
            return true;
        }, cancellationToken);

    /// <summary>What was used this day and this month (UTC).</summary>
    public Task<UsedSoFar> SoFarAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session =>
        {
            var day = UsageRows.Day(session.Now);
            return session.SingleAsync<UsedSoFar>("""
                SELECT COALESCE(SUM(answers) FILTER (WHERE day = @day), 0) AS answers_today,
                    COALESCE(SUM(prompt_tokens + answer_tokens) FILTER (WHERE day = @day), 0) AS tokens_today,
                    COALESCE(SUM(answers), 0) AS answers_this_month,
                    COALESCE(SUM(prompt_tokens + answer_tokens), 0) AS tokens_this_month
                FROM usage_days WHERE tenant = @tenant AND day >= @month AND day <= @day
                """, new { tenant, day, month = day[..8] + "01" });
        }, cancellationToken);

    /// <summary>What was used from a day to a day (UTC, both included), per day and version.</summary>
    public Task<IReadOnlyList<UsageDay>> ReadAsync(
        string tenant, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<UsageDay>("""
            WITH timed AS (
                SELECT substr(created_at, 1, 10) AS day, COALESCE(version_id, '') AS version_id, first_text_ms, latency_ms,
                    ROW_NUMBER() OVER (PARTITION BY substr(created_at, 1, 10), version_id ORDER BY first_text_ms) AS by_first,
                    ROW_NUMBER() OVER (PARTITION BY substr(created_at, 1, 10), version_id ORDER BY latency_ms) AS by_latency,
                    COUNT(*) OVER (PARTITION BY substr(created_at, 1, 10), version_id) AS n
                FROM messages
                WHERE tenant = @tenant AND role = 'assistant' AND state IN ('complete', 'stopped')
                    AND first_text_ms IS NOT NULL AND latency_ms IS NOT NULL
                    AND created_at >= @first AND created_at < @after),
            ranks AS (
                SELECT day, version_id,
                    MAX(first_text_ms) FILTER (WHERE by_first = (n + 1) / 2) AS median_first,
                    MAX(first_text_ms) FILTER (WHERE by_first = (n * 95 + 99) / 100) AS p95_first,
                    MAX(latency_ms) FILTER (WHERE by_latency = (n + 1) / 2) AS median_latency,
                    MAX(latency_ms) FILTER (WHERE by_latency = (n * 95 + 99) / 100) AS p95_latency
                FROM timed GROUP BY day, version_id)
            SELECT u.day, v.number AS version, u.answers, u.prompt_tokens, u.answer_tokens,
                r.median_first AS first_text_median, r.p95_first AS first_text_p95,
                r.median_latency AS latency_median, r.p95_latency AS latency_p95
            FROM usage_days u
                LEFT JOIN versions v ON v.tenant = u.tenant AND v.id = u.version_id
                LEFT JOIN ranks r ON r.day = u.day AND r.version_id = u.version_id
            WHERE u.tenant = @tenant AND u.day >= @first AND u.day < @after
            ORDER BY u.day, v.number
            """,
            new
            {
                tenant,
                first = from.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                after = to.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            }), cancellationToken);
}
