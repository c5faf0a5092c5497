using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AssistantLoop.Storage.Webhooks;

namespace AssistantLoop.Storage.Audit;

/// <summary>
/// Appends to a tenant's hash chain inside the transaction of the change it records, so that neither exists without the
/// other. hash(n) = SHA-256(hash(n-1) as hex text, then the row as JSON with its fields in one fixed order).
/// </summary>
internal static class AuditChain
{
    public static readonly string Start = new('0', 64);

    public static async Task AppendAsync(
        Session session, string tenant, string actor, string action, string subject, object details)
    {
        var head = await HeadAsync(session, tenant);
        var line = new AuditLine
        {
            Sequence = (head?.Sequence ?? 0) + 1,
            At = session.Now.Text(),
            Actor = actor,
            Action = action,
            Subject = subject,
            Details = details as string ?? JsonSerializer.Serialize(details),
            PreviousHash = head?.Hash ?? Start,
        };
        var hash = HashOf(tenant, line);
        await session.ExecuteAsync("""
            INSERT INTO audit (tenant, sequence, at, actor, action, subject, details, previous_hash, hash)
            VALUES (@tenant, @Sequence, @At, @Actor, @Action, @Subject, @Details, @PreviousHash, @hash);
            INSERT INTO audit_heads (tenant, sequence, hash) VALUES (@tenant, @Sequence, @hash)
            ON CONFLICT (tenant) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
            """,
            new
            {
                tenant,
                line.Sequence,
                line.At,
                line.Actor,
                line.Action,
                line.Subject,
                line.Details,
                line.PreviousHash,
                hash,
            });
        await WebhookEvents.PublishAsync(session, tenant, line);
    }

    public static Task<AuditHead?> HeadAsync(Session session, string tenant) =>
        session.FindAsync<AuditHead>(
            "SELECT sequence, hash FROM audit_heads WHERE tenant = @tenant", new { tenant });

    public static string HashOf(string tenant, AuditLine line)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(Encoding.UTF8.GetBytes(line.PreviousHash));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("tenant", tenant);
            json.WriteNumber("sequence", line.Sequence);
            json.WriteString("at", line.At);
            json.WriteString("actor", line.Actor);
            json.WriteString("action", line.Action);
            json.WriteString("subject", line.Subject);
            json.WriteString("details", line.Details);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }
}
