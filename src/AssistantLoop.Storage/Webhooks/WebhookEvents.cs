using System.Text.Json;
using System.Text.Json.Nodes;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Webhooks;

/// <summary>
/// What a business may be told of. An event is a row of the audit log that others may hear, queued in that row's own
/// transaction: it neither gets lost nor tells what was not done, and holds no more of a visitor than the log does.
/// </summary>
public static class WebhookEvents
{
    /// <summary>Deliveries of one webhook that may wait; more are counted and left out.</summary>
    public const int MostPending = 10_000;

    private static readonly Dictionary<string, string> OfAction = new()
    {
        ["conversation.handed-over"] = "conversation.handed_over",
        ["answer.rated"] = "feedback.rated",
        ["answer.flagged"] = "feedback.flagged",
        ["answer.corrected"] = "correction.written",
        ["version.promoted"] = "version.promoted",
        ["version.rolled-back"] = "version.rolled_back",
        ["run.ended"] = "run.ended",
        ["quota.near"] = "quota.near",
    };

    /// <summary>The events' names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfAction.Values];

    internal static async Task PublishAsync(Session session, string tenant, AuditLine line)
    {
        if (!OfAction.TryGetValue(line.Action, out var name))
        {
            return;
        }

        var webhooks = await session.ListAsync<Webhook>("""
            SELECT * FROM webhooks WHERE tenant = @tenant AND disabled_at IS NULL
                AND EXISTS (SELECT 1 FROM json_each(events) WHERE value = @name)
            """, new { tenant, name });
        var eventId = session.NewId();
        foreach (var webhook in webhooks)
        {
            var waiting = await session.SingleAsync<int>("""
                SELECT COUNT(*) FROM webhook_deliveries WHERE tenant = @tenant AND webhook_id = @Id AND state = 'pending'
                """, new { tenant, webhook.Id });
            if (waiting >= MostPending)
            {
                await session.ExecuteAsync(
                    "UPDATE webhooks SET dropped = dropped + 1 WHERE tenant = @tenant AND id = @Id", new { tenant, webhook.Id });
                continue;
            }

            await session.ExecuteAsync("""
                INSERT INTO webhook_deliveries (tenant, id, webhook_id, event_id, event, payload, state, next_at, created_at)
                VALUES (@tenant, @id, @WebhookId, @eventId, @name, @payload, 'pending', @Now, @Now)
                """,
                new
                {
                    tenant,
                    id = session.NewId(),
                    WebhookId = webhook.Id,
                    eventId,
                    name,
                    payload = Payload(tenant, eventId, name, line),
                    session.Now,
                });
        }
    }

    private static string Payload(string tenant, Guid eventId, string name, AuditLine line) => JsonSerializer.Serialize(new
    {
        id = eventId,
        @event = name,
        tenant,
        at = line.At,
        actor = line.Actor,
        subject = line.Subject,
        data = JsonNode.Parse(line.Details),
    });
}
