using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Prompts;

namespace AssistantLoop.Storage.Feedback;

/// <summary>
/// What agents decide about feedback on answers, blind choices and imported rows, each with its audit row; any decision can
/// be changed and taken back. Feedback that a decision lets in counts as new again unless the newest data set holds it.
/// </summary>
public sealed class PairDecisions(Database database)
{
    private static readonly string[] s_tables = ["preference_pairs", "choices", "imported_rows"];

    /// <summary>Decides on one piece of feedback; none takes the decision back. The same again changes nothing.</summary>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="NotFoundException">The tenant has no such piece.</exception>
    public Task<bool> DecideAsync(
        string tenant, Guid pairId, PairDecision decision, string? reason, string by,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            if (await session.SingleAsync<int>("""
                SELECT EXISTS (SELECT 1 FROM preference_pairs WHERE tenant = @tenant AND id = @pairId)
                    OR EXISTS (SELECT 1 FROM choices WHERE tenant = @tenant AND id = @pairId AND choice IN ('a', 'b'))
                    OR EXISTS (SELECT 1 FROM imported_rows WHERE tenant = @tenant AND id = @pairId)
                """, new { tenant, pairId }) == 0)
            {
                throw new NotFoundException("piece of feedback", pairId.ToString(), tenant);
            }

            var before = await session.FindAsync<string>("""
                SELECT decision FROM pair_decisions WHERE tenant = @tenant AND pair_id = @pairId
                """, new { tenant, pairId }) ?? PairDecision.None.Text();
            if (before == decision.Text())
            {
                return false;
            }

            await session.ExecuteAsync("""
                DELETE FROM pair_decisions WHERE tenant = @tenant AND pair_id = @pairId;
                INSERT INTO pair_decisions (tenant, pair_id, decision, reason, decided_by, decided_at)
                SELECT @tenant, @pairId, @decision, @reason, @by, @Now WHERE @decision <> 'none'
                """, new { tenant, pairId, decision = decision.Text(), reason, by, session.Now });
            await LetInAsync(session, tenant, "id = @subject", pairId.ToString(), before, decision);
            await AuditChain.AppendAsync(session, tenant, by, "feedback.decided", pairId.ToString(),
                new { before, decision = decision.Text(), reasonHash = reason is null ? null : PromptStore.HashOf(reason) });
            return true;
        }, cancellationToken);

    /// <summary>
    /// Decides on all that an identity gave, where no decision is on the piece itself. Excluded holds for what it gives from
    /// now on too; confirmed only for what it gave so far.
    /// </summary>
    /// <returns>How many pieces the identity has.</returns>
    /// <exception cref="NotFoundException">The identity gave nothing, and nothing was decided about it.</exception>
    public Task<int> DecideIdentityAsync(
        string tenant, string identity, PairDecision decision, string? reason, string by,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var key = new { tenant, identity };
            var pieces = await session.SingleAsync<int>("""
                SELECT (SELECT COUNT(*) FROM preference_pairs
                        WHERE tenant = @tenant AND author = @identity AND retired_at IS NULL)
                    + (SELECT COUNT(*) FROM choices
                        WHERE tenant = @tenant AND author = @identity AND retired_at IS NULL AND choice IN ('a', 'b'))
                    + (SELECT COUNT(*) FROM imported_rows
                        WHERE tenant = @tenant AND author = @identity AND retired_at IS NULL)
                """, key);
            var before = await session.FindAsync<string>(
                "SELECT decision FROM identity_decisions WHERE tenant = @tenant AND identity = @identity", key);
            if (pieces == 0 && before is null)
            {
                throw new NotFoundException("identity with feedback", identity, tenant);
            }

            await session.ExecuteAsync("""
                DELETE FROM identity_decisions WHERE tenant = @tenant AND identity = @identity;
                INSERT INTO identity_decisions (tenant, identity, decision, reason, decided_by, decided_at)
                SELECT @tenant, @identity, @decision, @reason, @by, @Now WHERE @decision <> 'none'
                """, new { tenant, identity, decision = decision.Text(), reason, by, session.Now });
            before ??= PairDecision.None.Text();
            await LetInAsync(session, tenant, "author = @subject", identity, before, decision);
            await AuditChain.AppendAsync(session, tenant, by, "identity.decided", identity, new
            {
                before,
                decision = decision.Text(),
                pieces,
                reasonHash = reason is null ? null : PromptStore.HashOf(reason),
            });
            return pieces;
        }, cancellationToken);

    // An exclusion brings nothing new. A confirmation, or an exclusion taken back, does: what was looked at and left out
    // before may train now. What the newest data set holds is not new; what only an older one holds may have been left out
    // of the newest for the decision that is now gone.
    private static async Task LetInAsync(
        Session session, string tenant, string which, string subject, string before, PairDecision decision)
    {
        if (decision == PairDecision.Confirmed || (decision == PairDecision.None && before == "excluded"))
        {
            await session.ExecuteAsync(string.Join(";\n", s_tables.Select(table => $"""
                UPDATE {table} SET used_at = NULL
                WHERE tenant = @tenant AND {which} AND retired_at IS NULL AND used_at IS NOT NULL AND id NOT IN (
                    SELECT pair_id FROM data_set_members WHERE tenant = @tenant AND data_set_hash = (
                        SELECT hash FROM data_sets WHERE tenant = @tenant ORDER BY created_at DESC, hash LIMIT 1))
                """)), new { tenant, subject });
        }
    }
}
