using System.Text.Json;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Webhooks;

/// <summary>A business's webhooks. Each change has its audit row.</summary>
public sealed class WebhookStore(Database database)
{
    /// <summary>The tenant's webhooks, the newest first.</summary>
    public Task<IReadOnlyList<Webhook>> ListAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Webhook>(
            "SELECT * FROM webhooks WHERE tenant = @tenant ORDER BY id DESC", new { tenant }), cancellationToken);

    /// <summary>One webhook.</summary>
    /// <exception cref="NotFoundException">The tenant has no such webhook.</exception>
    public Task<Webhook> RequireAsync(string tenant, Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => RequireAsync(session, tenant, id), cancellationToken);

    /// <summary>Adds a webhook.</summary>
    public Task<Webhook> AddAsync(
        string tenant, string url, IReadOnlyList<string> events, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var id = session.NewId();
            await session.ExecuteAsync("""
                INSERT INTO webhooks (tenant, id, url, events, created_at, created_by) VALUES (@tenant, @id, @url, @events, @Now, @by)
                """, new { tenant, id, url, events = JsonSerializer.Serialize(events), session.Now, by });
            await AuditChain.AppendAsync(session, tenant, by, "webhook.added", id.ToString(), new { url, events });
            return await RequireAsync(session, tenant, id);
        }, cancellationToken);

    /// <summary>Says anew where a webhook is, what it is told of, and whether it is told.</summary>
    /// <exception cref="NotFoundException">The tenant has no such webhook.</exception>
    public Task<Webhook> ChangeAsync(
        string tenant, Guid id, string url, IReadOnlyList<string> events, bool disabled, string by,
        CancellationToken cancellationToken) =>
        ChangeAsync(tenant, id, "webhook.changed", new { url, events, disabled }, by, """
            UPDATE webhooks SET url = @url, events = @names,
                disabled_at = CASE WHEN @disabled THEN COALESCE(disabled_at, @Now) END
            WHERE tenant = @tenant AND id = @id
            """, session => new { tenant, id, url, names = JsonSerializer.Serialize(events), disabled, session.Now }, cancellationToken);

    /// <summary>Goes on to the next secret; the one before signs too for a time.</summary>
    /// <exception cref="NotFoundException">The tenant has no such webhook.</exception>
    public Task<Webhook> RotateSecretAsync(string tenant, Guid id, TimeSpan grace, string by, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, id, "webhook.secret-rotated", new { graceSeconds = (long)grace.TotalSeconds }, by, """
            UPDATE webhooks SET secret_generation = secret_generation + 1, previous_secret_until = @until
            WHERE tenant = @tenant AND id = @id
            """, session => new { tenant, id, until = session.Now + grace }, cancellationToken);

    /// <summary>Removes a webhook and what waits for it.</summary>
    /// <exception cref="NotFoundException">The tenant has no such webhook.</exception>
    public Task RemoveAsync(string tenant, Guid id, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var webhook = await RequireAsync(session, tenant, id);
            await session.ExecuteAsync("DELETE FROM webhooks WHERE tenant = @tenant AND id = @id", new { tenant, id });
            await AuditChain.AppendAsync(session, tenant, by, "webhook.removed", id.ToString(), new { webhook.Url });
            return true;
        }, cancellationToken);

    private Task<Webhook> ChangeAsync(
        string tenant, Guid id, string action, object details, string by, string sql, Func<Session, object> values,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await RequireAsync(session, tenant, id);
            await session.ExecuteAsync(sql, values(session));
            await AuditChain.AppendAsync(session, tenant, by, action, id.ToString(), details);
            return await RequireAsync(session, tenant, id);
        }, cancellationToken);

    private static async Task<Webhook> RequireAsync(Session session, string tenant, Guid id) =>
        await session.FindAsync<Webhook>("SELECT * FROM webhooks WHERE tenant = @tenant AND id = @id", new { tenant, id })
            ?? throw new NotFoundException("webhook", id.ToString(), tenant);
}
