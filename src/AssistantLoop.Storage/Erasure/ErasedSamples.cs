using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Erasure;

/// <summary>What follows from erased samples for data sets and versions, within a caller's transaction.</summary>
internal static class ErasedSamples
{
    /// <summary>Versions whose data set is marked with more than the policy of only telling.</summary>
    public const string IsMarked = """
        EXISTS (SELECT 1 FROM erased_data_sets e
            WHERE e.tenant = v.tenant AND e.data_set_hash = v.data_set_hash AND e.policy <> 'list')
        """;

    /// <summary>Whether any of the pairs was erased.</summary>
    public static async Task<bool> AnyAsync(Session session, string tenant, IEnumerable<Guid> pairIds)
    {
        // Most installations have no erasures at all; then the pairs need not be looked at.
        if (await session.SingleAsync<int>(
            "SELECT EXISTS (SELECT 1 FROM erased_pairs WHERE tenant = @tenant)", new { tenant }) == 0)
        {
            return false;
        }

        var ids = System.Text.Json.JsonSerializer.Serialize(pairIds);
        return await session.SingleAsync<int>("""
            SELECT EXISTS (SELECT 1 FROM erased_pairs
                WHERE tenant = @tenant AND pair_id IN (SELECT value FROM json_each(@ids)))
            """, new { tenant, ids }) > 0;
    }

    public static Task AskPurgeAsync(Session session, string tenant, string artefactHash) =>
        session.ExecuteAsync("""
            INSERT INTO artefact_purges (tenant, artefact_hash, asked_at) VALUES (@tenant, @artefactHash, @Now)
            ON CONFLICT (tenant, artefact_hash) DO UPDATE SET purged_at = NULL
            """, new { tenant, artefactHash, session.Now });

    /// <summary>
    /// Refuses to promote a version that was trained on erased samples. One of the adapter that serves already is let
    /// through: a changed prompt or style must not end the service while a successor is being trained.
    /// </summary>
    /// <exception cref="ConflictException">It was.</exception>
    public static async Task RefuseMarkedAsync(
        Session session, string tenant, AssistantVersion version, AssistantVersion? serving)
    {
        var marked = await session.SingleAsync<int>(
            $"SELECT COUNT(*) FROM versions v WHERE v.tenant = @tenant AND v.id = @Id AND {IsMarked}",
            new { tenant, version.Id });
        if (marked > 0 && (serving is null || serving.AdapterHash != version.AdapterHash))
        {
            throw new ConflictException(
                $"Version {version.Number} was trained on samples of a visitor who was erased; it may not be promoted.");
        }
    }

    /// <summary>
    /// Takes marked versions but the serving one off the stack of promotions, so that no rollback goes back to them, and
    /// then none to the serving version itself.
    /// </summary>
    public static async Task TakeBackAsync(Session session, string tenant, string by)
    {
        var taken = await session.ExecuteAsync($"""
            UPDATE servings SET rolled_back_at = @Now, rolled_back_by = @by,
                rollback_reason = 'trained on samples of a visitor who was erased'
            WHERE tenant = @tenant AND rolled_back_at IS NULL
                AND version_id <> (SELECT version_id FROM aliases WHERE tenant = @tenant AND alias = @Serving)
                AND version_id IN (SELECT v.id FROM versions v WHERE v.tenant = @tenant AND {IsMarked})
            """, new { tenant, by, session.Now, Serving = VersionRows.ServingAlias });
        if (taken > 0)
        {
            await session.ExecuteAsync("""
                UPDATE servings SET rolled_back_at = @Now, rolled_back_by = @by, rollback_reason = 'serves again'
                WHERE tenant = @tenant AND rolled_back_at IS NULL
                    AND version_id = (SELECT version_id FROM aliases WHERE tenant = @tenant AND alias = @Serving)
                    AND sequence < (SELECT MAX(sequence) FROM servings WHERE tenant = @tenant AND rolled_back_at IS NULL)
                """, new { tenant, by, session.Now, Serving = VersionRows.ServingAlias });
            await ServingStack.RefillPreviousAsync(session, tenant);
        }
    }
}
