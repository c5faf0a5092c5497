using System.Text.Json;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Access;

/// <summary>What a business has set by itself, each a JSON object under its name.</summary>
public sealed class TenantSettings(Database database)
{
    /// <summary>The settings' names.</summary>
    public const string Limits = "limits", Retention = "retention", Prices = "prices";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What is set; a new <typeparamref name="T"/> where nothing is.</summary>
    public async Task<T> ReadAsync<T>(string tenant, string name, CancellationToken cancellationToken)
        where T : new()
    {
        var content = await database.ReadAsync(session => session.FindAsync<string>(
            "SELECT content FROM tenant_settings WHERE tenant = @tenant AND name = @name", new { tenant, name }), cancellationToken);
        return content is null ? new T() : JsonSerializer.Deserialize<T>(content, Json)!;
    }

    /// <summary>Sets anew, with an audit row that holds what was and what is.</summary>
    public Task WriteAsync<T>(string tenant, string name, T value, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var before = await session.FindAsync<string>(
                "SELECT content FROM tenant_settings WHERE tenant = @tenant AND name = @name", new { tenant, name });
            var content = JsonSerializer.Serialize(value, Json);
            await session.ExecuteAsync("""
                INSERT INTO tenant_settings (tenant, name, content, changed_at, changed_by) VALUES (@tenant, @name, @content, @Now, @by)
                ON CONFLICT (tenant, name) DO UPDATE
                SET content = excluded.content, changed_at = excluded.changed_at, changed_by = excluded.changed_by
                """, new { tenant, name, content, session.Now, by });
            await AuditChain.AppendAsync(session, tenant, by, "settings.changed", name, new { before, after = content });
            return true;
        }, cancellationToken);
}
