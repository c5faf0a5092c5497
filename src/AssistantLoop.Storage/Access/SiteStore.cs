using System.Text.Json;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Access;

/// <summary>A business's sites. Each change has its audit row.</summary>
public sealed class SiteStore(Database database)
{
    /// <summary>The site of a public key, of any tenant: the tenant comes from the key. Null where none is, or it is disabled.</summary>
    public Task<Site?> FindByKeyAsync(string publicKey, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<Site>(
            "SELECT * FROM sites WHERE public_key = @publicKey AND disabled_at IS NULL", new { publicKey }), cancellationToken);

    /// <summary>The tenant's sites, the newest first.</summary>
    public Task<IReadOnlyList<Site>> ListAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Site>(
            "SELECT * FROM sites WHERE tenant = @tenant ORDER BY id DESC", new { tenant }), cancellationToken);

    /// <summary>One site.</summary>
    /// <exception cref="NotFoundException">The tenant has no such site.</exception>
    public Task<Site> RequireAsync(string tenant, Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => RequireAsync(session, tenant, id), cancellationToken);

    /// <summary>Adds a site.</summary>
    public Task<Site> AddAsync(
        string tenant, string publicKey, SiteDetails details, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var id = session.NewId();
            await session.ExecuteAsync("""
                INSERT INTO sites (tenant, id, public_key, name, allowed_origins, requires_identity, welcome, suggestions,
                    language, theme, hand_over, satisfaction, created_at, created_by)
                VALUES (@tenant, @id, @publicKey, @Name, @origins, @RequiresIdentity, @Welcome, @suggestions,
                    @Language, @Theme, @HandOver, @Satisfaction, @Now, @by)
                """, Values(session, tenant, id, details, publicKey, by));
            await AuditChain.AppendAsync(session, tenant, by, "site.added", id.ToString(), details);
            return await RequireAsync(session, tenant, id);
        }, cancellationToken);

    /// <summary>Says anew what holds for a site.</summary>
    /// <exception cref="NotFoundException">The tenant has no such site.</exception>
    public Task<Site> ChangeAsync(
        string tenant, Guid id, SiteDetails details, string by, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, id, "site.changed", details, by, """
            UPDATE sites SET name = @Name, allowed_origins = @origins, requires_identity = @RequiresIdentity,
                welcome = @Welcome, suggestions = @suggestions, language = @Language, theme = @Theme,
                hand_over = @HandOver, satisfaction = @Satisfaction
            WHERE tenant = @tenant AND id = @id
            """, session => Values(session, tenant, id, details), cancellationToken);

    /// <summary>Turns a site's key off or on again.</summary>
    /// <exception cref="NotFoundException">The tenant has no such site.</exception>
    public Task<Site> DisableAsync(string tenant, Guid id, bool disabled, string by, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, id, disabled ? "site.disabled" : "site.enabled", new { }, by, """
            UPDATE sites SET disabled_at = CASE WHEN @disabled THEN COALESCE(disabled_at, @Now) END
            WHERE tenant = @tenant AND id = @id
            """, session => new { tenant, id, disabled, session.Now }, cancellationToken);

    /// <summary>Goes on to the next identity secret; the one before is taken for a time.</summary>
    /// <exception cref="NotFoundException">The tenant has no such site.</exception>
    public Task<Site> RotateSecretAsync(string tenant, Guid id, TimeSpan grace, string by, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, id, "site.secret-rotated", new { graceSeconds = (long)grace.TotalSeconds }, by, """
            UPDATE sites SET secret_generation = secret_generation + 1, previous_secret_until = @until
            WHERE tenant = @tenant AND id = @id
            """, session => new { tenant, id, until = session.Now + grace }, cancellationToken);

    private Task<Site> ChangeAsync(
        string tenant, Guid id, string action, object details, string by, string sql, Func<Session, object> values,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await RequireAsync(session, tenant, id);
            await session.ExecuteAsync(sql, values(session));
            await AuditChain.AppendAsync(session, tenant, by, action, id.ToString(), details);
            return await RequireAsync(session, tenant, id);
        }, cancellationToken);

    private static object Values(
        Session session, string tenant, Guid id, SiteDetails details, string? publicKey = null, string? by = null) => new
        {
            tenant,
            id,
            publicKey,
            details.Name,
            origins = JsonSerializer.Serialize(details.AllowedOrigins),
            details.RequiresIdentity,
            details.Welcome,
            suggestions = details.Suggestions is null ? null : JsonSerializer.Serialize(details.Suggestions),
            details.Language,
            details.Theme,
            details.HandOver,
            details.Satisfaction,
            session.Now,
            by,
        };

    private static async Task<Site> RequireAsync(Session session, string tenant, Guid id) =>
        await session.FindAsync<Site>("SELECT * FROM sites WHERE tenant = @tenant AND id = @id", new { tenant, id })
            ?? throw new NotFoundException("site", id.ToString(), tenant);
}
