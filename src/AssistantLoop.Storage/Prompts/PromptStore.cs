using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Storage.Prompts;

/// <summary>
/// Each assembled prompt, kept once by the SHA-256 of its text: what is trained on is what the model saw.
/// </summary>
public sealed class PromptStore(Database database)
{
    /// <summary>The hash by which a prompt is kept: SHA-256 of its UTF-8 bytes, lower-case hex.</summary>
    public static string HashOf(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    /// <summary>Keeps the prompt where it is new.</summary>
    /// <returns>Its hash.</returns>
    public async Task<string> KeepAsync(string tenant, string content, CancellationToken cancellationToken)
    {
        var hash = HashOf(content);
        if (await FindAsync(tenant, hash, cancellationToken) is null)
        {
            await database.WriteAsync(session => KeepAsync(session, tenant, content), cancellationToken);
        }

        return hash;
    }

    /// <summary>Keeps the prompt within a caller's transaction.</summary>
    internal static async Task<string> KeepAsync(Session session, string tenant, string content)
    {
        var hash = HashOf(content);
        await session.ExecuteAsync("""
            INSERT INTO prompts (tenant, hash, content, created_at) VALUES (@tenant, @hash, @content, @Now)
            ON CONFLICT (tenant, hash) DO NOTHING
            """, new { tenant, hash, content, session.Now });
        return hash;
    }

    /// <summary>The prompt's text, or null where the tenant has none of that hash.</summary>
    public Task<string?> FindAsync(string tenant, string hash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<string>(
            "SELECT content FROM prompts WHERE tenant = @tenant AND hash = @hash", new { tenant, hash }),
            cancellationToken);
}
