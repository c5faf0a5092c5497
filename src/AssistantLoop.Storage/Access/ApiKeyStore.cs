using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Access;

/// <summary>A business's keys: who may ask for what. Each change has its audit row, which holds no key.</summary>
public sealed class ApiKeyStore(Database database)
{
    private static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    /// <summary>The key that begins so, of any tenant: the tenant comes from the key. Whether it is right is the caller's to check.</summary>
    public Task<ApiKey?> FindByPrefixAsync(string prefix, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<ApiKey>(
            "SELECT * FROM api_keys WHERE prefix = @prefix", new { prefix }), cancellationToken);

    /// <summary>The tenant's keys, the newest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<ApiKey>(
            "SELECT * FROM api_keys WHERE tenant = @tenant ORDER BY id DESC", new { tenant }), cancellationToken);

    /// <summary>One key.</summary>
    /// <exception cref="NotFoundException">The tenant has no such key.</exception>
    public Task<ApiKey> RequireAsync(string tenant, Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => RequireAsync(session, tenant, id), cancellationToken);

    /// <summary>Adds a key.</summary>
    /// <exception cref="ConflictException">A key of that name works already.</exception>
    public Task<ApiKey> AddAsync(string tenant, NewApiKey key, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var namesakes = await session.SingleAsync<int>("""
                SELECT COUNT(*) FROM api_keys
                WHERE tenant = @tenant AND name = @Name AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @Now)
                """, new { tenant, key.Name, session.Now });
            if (namesakes > 0)
            {
                throw new ConflictException($"A key named {key.Name} works already; rotate or revoke it, or take another name.");
            }

            var added = await InsertAsync(session, tenant, key, by, rotatedFrom: null);
            await AuditChain.AppendAsync(session, tenant, by, "key.added", added.Id.ToString(),
                new { key.Name, key.Role, key.Scopes, key.Prefix, key.ExpiresAt });
            return added;
        }, cancellationToken);

    /// <summary>Puts a new key in the place of one, which goes on working until a time. Name, role, scopes and span stay.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The key to replace.</param>
    /// <param name="prefix">How the new key begins.</param>
    /// <param name="keyHash">SHA-256 of the new key, lower-case hex.</param>
    /// <param name="grace">How long the old key still works.</param>
    /// <param name="by">Who rotates.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    /// <exception cref="NotFoundException">The tenant has no such key.</exception>
    /// <exception cref="ConflictException">It does not work any more, or was rotated before.</exception>
    public Task<ApiKey> RotateAsync(
        string tenant, Guid id, string prefix, string keyHash, TimeSpan grace, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var old = await RequireAsync(session, tenant, id);
            var successors = await session.SingleAsync<int>(
                "SELECT COUNT(*) FROM api_keys WHERE tenant = @tenant AND rotated_from = @id", new { tenant, id });
            if (!old.WorksAt(session.Now) || successors > 0)
            {
                throw new ConflictException(successors > 0
                    ? $"Key {old.Prefix}… was rotated before; rotate the key in its place."
                    : $"Key {old.Prefix}… does not work any more; add a new one.");
            }

            var end = session.Now + grace;
            await session.ExecuteAsync("""
                UPDATE api_keys SET expires_at = CASE WHEN expires_at IS NULL OR expires_at > @end THEN @end ELSE expires_at END
                WHERE tenant = @tenant AND id = @id
                """, new { tenant, id, end });
            var span = old.ExpiresAt - old.CreatedAt;
            var added = await InsertAsync(
                session, tenant, new(old.Name, old.Role, old.Scopes, prefix, keyHash, session.Now + span), by, id);
            await AuditChain.AppendAsync(session, tenant, by, "key.rotated", added.Id.ToString(),
                new { old.Name, from = id, prefix, oldWorksUntil = end });
            return added;
        }, cancellationToken);

    /// <summary>Ends a key at once; again changes nothing.</summary>
    /// <exception cref="NotFoundException">The tenant has no such key.</exception>
    public Task<ApiKey> RevokeAsync(string tenant, Guid id, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var key = await RequireAsync(session, tenant, id);
            if (key.RevokedAt is not null)
            {
                return key;
            }

            await session.ExecuteAsync(
                "UPDATE api_keys SET revoked_at = @Now WHERE tenant = @tenant AND id = @id", new { tenant, id, session.Now });
            await AuditChain.AppendAsync(session, tenant, by, "key.revoked", id.ToString(), new { key.Name, key.Prefix });
            return await RequireAsync(session, tenant, id);
        }, cancellationToken);

    /// <summary>Notes that a key is used; writes at most once a minute a key.</summary>
    public async Task UsedAsync(ApiKey key, CancellationToken cancellationToken)
    {
        if (database.Time.GetUtcNow() - key.LastUsedAt < UseStep)
        {
            return;
        }

        await database.WriteAsync(session => session.ExecuteAsync("""
            UPDATE api_keys SET last_used_at = @Now
            WHERE tenant = @Tenant AND id = @Id AND (last_used_at IS NULL OR last_used_at <= @before)
            """, new { key.Tenant, key.Id, session.Now, before = session.Now - UseStep }), cancellationToken);
    }

    private static async Task<ApiKey> InsertAsync(Session session, string tenant, NewApiKey key, string by, Guid? rotatedFrom)
    {
        var id = session.NewId();
        await session.ExecuteAsync("""
            INSERT INTO api_keys (tenant, id, name, role, scopes, prefix, key_hash, created_at, created_by, expires_at, rotated_from)
            VALUES (@tenant, @id, @Name, @Role, @Scopes, @Prefix, @KeyHash, @Now, @by, @ExpiresAt, @rotatedFrom)
            """,
            new { tenant, id, key.Name, key.Role, key.Scopes, key.Prefix, key.KeyHash, session.Now, by, key.ExpiresAt, rotatedFrom });
        return await RequireAsync(session, tenant, id);
    }

    private static async Task<ApiKey> RequireAsync(Session session, string tenant, Guid id) =>
        await session.FindAsync<ApiKey>("SELECT * FROM api_keys WHERE tenant = @tenant AND id = @id", new { tenant, id })
            ?? throw new NotFoundException("key", id.ToString(), tenant);
}
