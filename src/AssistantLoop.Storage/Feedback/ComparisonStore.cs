using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Prompts;

namespace AssistantLoop.Storage.Feedback;

/// <summary>Blind comparisons and what agents chose; a choice of one answer is a preference pair.</summary>
public sealed class ComparisonStore(Database database)
{
    private const string Columns = """
        k.id, k.message_id, q.text AS question, k.a_text, k.a_version_id, k.b_text, k.b_version_id, k.created_at
        FROM comparisons k
        JOIN messages m ON m.tenant = k.tenant AND m.id = k.message_id
        JOIN messages q ON q.tenant = m.tenant AND q.id = m.reply_to
        """;

    /// <summary>Keeps two answers to a message's prompt in the order in which they will be shown.</summary>
    /// <exception cref="NotFoundException">The tenant has no such answer with a recorded prompt.</exception>
    /// <exception cref="ConflictException">The two say the same.</exception>
    public Task<Comparison> AddAsync(
        string tenant, Guid messageId, ComparedAnswer a, ComparedAnswer b, string by,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            if (a.Text.Trim() == b.Text.Trim())
            {
                throw new ConflictException("Both answers say the same; there is nothing to compare.");
            }

            var id = session.NewId();
            var added = await session.ExecuteAsync("""
                INSERT INTO comparisons (tenant, id, message_id, prompt_hash, a_text, a_version_id, b_text, b_version_id,
                    created_by, created_at)
                SELECT tenant, @id, id, prompt_hash, @aText, @aVersion, @bText, @bVersion, @by, @Now FROM messages
                WHERE tenant = @tenant AND id = @messageId AND prompt_hash IS NOT NULL AND reply_to IS NOT NULL
                """,
                new
                {
                    tenant,
                    id,
                    messageId,
                    aText = a.Text,
                    aVersion = a.VersionId,
                    bText = b.Text,
                    bVersion = b.VersionId,
                    by,
                    session.Now,
                });
            if (added == 0)
            {
                throw new NotFoundException("answer with a recorded prompt", messageId.ToString(), tenant);
            }

            await AuditChain.AppendAsync(session, tenant, by, "comparison.begun", id.ToString(),
                new { message = messageId, a = a.VersionId, b = b.VersionId });
            return await RequireAsync(session, tenant, id);
        }, cancellationToken);

    /// <summary>Those that nobody has chosen in, the oldest first.</summary>
    public Task<IReadOnlyList<Comparison>> OpenAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Comparison>($"""
            SELECT {Columns}
            WHERE k.tenant = @tenant AND NOT EXISTS (SELECT 1 FROM choices c
                WHERE c.tenant = k.tenant AND c.comparison_id = k.id AND c.retired_at IS NULL)
            ORDER BY k.id LIMIT @limit
            """, new { tenant, limit }), cancellationToken);

    /// <summary>
    /// Stores an agent's choice in place of that agent's earlier one; the same again changes nothing.
    /// </summary>
    /// <returns>The comparison, to be revealed now.</returns>
    /// <exception cref="NotFoundException">The tenant has no such comparison.</exception>
    public Task<Comparison> ChooseAsync(
        string tenant, Guid comparisonId, string author, BlindChoice choice, string? reason,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var comparison = await RequireAsync(session, tenant, comparisonId);
            var values = new { tenant, comparisonId, author, choice = choice.Text(), reason, session.Now };
            var same = await session.SingleAsync<int>("""
                SELECT COUNT(*) FROM choices
                WHERE tenant = @tenant AND comparison_id = @comparisonId AND author = @author AND retired_at IS NULL
                    AND choice = @choice AND reason IS @reason
                """, values);
            if (same > 0)
            {
                return comparison;
            }

            var id = session.NewId();
            await session.ExecuteAsync("""
                UPDATE choices SET retired_at = @Now
                WHERE tenant = @tenant AND comparison_id = @comparisonId AND author = @author AND retired_at IS NULL
                """, values);
            await session.ExecuteAsync("""
                INSERT INTO choices (tenant, id, comparison_id, author, choice, reason, created_at)
                VALUES (@tenant, @id, @comparisonId, @author, @choice, @reason, @Now)
                """, new { tenant, id, comparisonId, author, values.choice, reason, session.Now });
            await AuditChain.AppendAsync(session, tenant, author, "comparison.chosen", comparisonId.ToString(),
                new { values.choice, pair = id, reasonHash = reason is null ? null : PromptStore.HashOf(reason) });
            return comparison;
        }, cancellationToken);

    private static async Task<Comparison> RequireAsync(Session session, string tenant, Guid comparisonId) =>
        await session.FindAsync<Comparison>(
            $"SELECT {Columns} WHERE k.tenant = @tenant AND k.id = @comparisonId", new { tenant, comparisonId })
            ?? throw new NotFoundException("comparison", comparisonId.ToString(), tenant);
}
