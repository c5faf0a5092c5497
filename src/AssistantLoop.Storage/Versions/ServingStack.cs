using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Erasure;
using AssistantLoop.Storage.Experiments;

namespace AssistantLoop.Storage.Versions;

/// <summary>
/// Moves the pointer that says which version serves, within the decision's transaction. What served is a stack: the
/// newest promotion that was not rolled back serves, and a rollback goes to the next one below that still can.
/// </summary>
internal static class ServingStack
{
    /// <summary>A rollback looks at no more promotions than these.</summary>
    private const int Depth = 200;

    public static async Task<AssistantVersion> PromoteAsync(
        Session session, string tenant, AssistantVersion version, string by, string reason)
    {
        var before = await VersionRows.AliasedAsync(session, tenant, VersionRows.ServingAlias);
        if (before?.Id == version.Id)
        {
            throw new ConflictException($"Version {version.Number} serves already.");
        }

        await ErasedSamples.RefuseMarkedAsync(session, tenant, version, before);
        await ExperimentRows.EndOpenAsync(session, tenant, by, $"version {version.Number} was promoted");
        await session.ExecuteAsync("""
            INSERT INTO servings (tenant, sequence, version_id, promoted_at, promoted_by, reason)
            SELECT @tenant, COALESCE(MAX(sequence), 0) + 1, @Id, @Now, @by, @reason
            FROM servings WHERE tenant = @tenant
            """, new { tenant, version.Id, by, reason, session.Now });
        await VersionRows.SetAliasAsync(session, tenant, VersionRows.ServingAlias, version.Id);
        await VersionRows.SetStatusAsync(session, tenant, version.Id, VersionStatus.Serving, by, reason);
        if (before is not null)
        {
            await VersionRows.SetStatusAsync(session, tenant, before.Id, VersionStatus.Previous, by,
                $"replaced by version {version.Number}");
        }

        await ErasedSamples.TakeBackAsync(session, tenant, by);
        await RefillPreviousAsync(session, tenant);
        await AuditChain.AppendAsync(session, tenant, by, "version.promoted", version.Id.ToString(),
            new { version.Number, replaced = before?.Number, reason });
        return await VersionRows.RequireAsync(session, tenant, version.Id);
    }

    public static async Task<AssistantVersion> RollbackAsync(
        Session session, string tenant, string by, string reason, Guid? expected)
    {
        var stack = await ReadAsync(session, tenant);
        if (stack.Count == 0)
        {
            throw new ConflictException($"Tenant {tenant} has no serving version to roll back.");
        }

        var bad = stack[0];
        if (expected is not null && expected != bad.VersionId)
        {
            throw new ConflictException($"Version {bad.VersionNumber} serves by now; it was not to be rolled back.");
        }

        var good = Below(stack, 0) ?? throw new ConflictException(
            $"Version {bad.VersionNumber} cannot be rolled back: no version served before it" +
            (stack.Count > 1 ? " that still can." : "."));
        await ExperimentRows.EndOpenAsync(session, tenant, by, $"version {bad.VersionNumber} was rolled back");
        await session.ExecuteAsync("""
            UPDATE servings SET rolled_back_at = @Now, rolled_back_by = @by, rollback_reason = @reason
            WHERE tenant = @tenant AND sequence > @Sequence AND rolled_back_at IS NULL
            """, new { tenant, good.Sequence, by, reason, session.Now });
        await VersionRows.SetStatusAsync(session, tenant, bad.VersionId, VersionStatus.RolledBack, by, reason);
        await VersionRows.SetAliasAsync(session, tenant, VersionRows.ServingAlias, good.VersionId);
        await VersionRows.SetStatusAsync(session, tenant, good.VersionId, VersionStatus.Serving, by,
            $"version {bad.VersionNumber} was rolled back");
        await RefillPreviousAsync(session, tenant);
        await AuditChain.AppendAsync(session, tenant, by, "version.rolled-back", bad.VersionId.ToString(),
            new { number = bad.VersionNumber, nowServing = good.VersionNumber, reason });
        return await VersionRows.RequireAsync(session, tenant, good.VersionId);
    }

    /// <summary>Points "previous" to where a rollback would go now, or to nothing.</summary>
    public static async Task RefillPreviousAsync(Session session, string tenant)
    {
        var below = Below(await ReadAsync(session, tenant), 0);
        await VersionRows.SetAliasAsync(session, tenant, VersionRows.PreviousAlias, below?.VersionId);
    }

    private static StackRow? Below(IReadOnlyList<StackRow> stack, int at) =>
        stack.Skip(at + 1).FirstOrDefault(row => row.CanServe && row.VersionId != stack[at].VersionId);

    private static Task<IReadOnlyList<StackRow>> ReadAsync(Session session, string tenant) =>
        session.ListAsync<StackRow>("""
            SELECT s.sequence, s.version_id, v.number AS version_number,
                v.status <> 'retired' AND v.purged_at IS NULL AS can_serve
            FROM servings s JOIN versions v ON v.tenant = s.tenant AND v.id = s.version_id
            WHERE s.tenant = @tenant AND s.rolled_back_at IS NULL ORDER BY s.sequence DESC LIMIT @Depth
            """, new { tenant, Depth });

    private sealed record StackRow
    {
        public int Sequence { get; init; }
        public Guid VersionId { get; init; }
        public int VersionNumber { get; init; }
        public bool CanServe { get; init; }
    }
}
