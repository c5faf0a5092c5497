namespace AssistantLoop.Storage.Versions;

/// <summary>
/// The single reads and writes that decisions about versions are made of, each within the decision's transaction.
/// </summary>
internal static class VersionRows
{
    public const string ServingAlias = "serving";
    public const string PreviousAlias = "previous";
    public const string CandidateAlias = "candidate";

    public static Task<AssistantVersion?> FindAsync(Session session, string tenant, Guid versionId) =>
        session.FindAsync<AssistantVersion>(
            "SELECT * FROM versions WHERE tenant = @tenant AND id = @versionId", new { tenant, versionId });

    public static async Task<AssistantVersion> RequireAsync(Session session, string tenant, Guid versionId) =>
        await FindAsync(session, tenant, versionId)
            ?? throw new NotFoundException("version", versionId.ToString(), tenant);

    public static Task<AssistantVersion?> AliasedAsync(Session session, string tenant, string alias) =>
        session.FindAsync<AssistantVersion>("""
            SELECT v.* FROM aliases a JOIN versions v ON v.tenant = a.tenant AND v.id = a.version_id
            WHERE a.tenant = @tenant AND a.alias = @alias
            """, new { tenant, alias });

    public static Task<int> SetAliasAsync(Session session, string tenant, string alias, Guid? versionId) =>
        session.ExecuteAsync(versionId is null
            ? "DELETE FROM aliases WHERE tenant = @tenant AND alias = @alias"
            : """
              INSERT INTO aliases (tenant, alias, version_id) VALUES (@tenant, @alias, @versionId)
              ON CONFLICT (tenant, alias) DO UPDATE SET version_id = excluded.version_id
              """, new { tenant, alias, versionId });

    public static Task<int> SetStatusAsync(
        Session session, string tenant, Guid versionId, VersionStatus status, string by, string reason) =>
        session.ExecuteAsync("""
            UPDATE versions SET status = @status, decided_at = @Now, decided_by = @by, reason = @reason
            WHERE tenant = @tenant AND id = @versionId
            """, new { tenant, versionId, status = status.Text(), by, reason, session.Now });
}
