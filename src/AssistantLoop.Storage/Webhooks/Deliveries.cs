using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Webhooks;

/// <summary>The queue of deliveries: at least once, by any process, each try under a lease that ends by itself.</summary>
public sealed class Deliveries(Database database)
{
    /// <summary>Takes the deliveries that are due, of every tenant, the oldest first; each counts as tried.</summary>
    /// <param name="limit">The most.</param>
    /// <param name="lease">How long the try may take; after it the delivery is due again.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is taken.</param>
    public async Task<IReadOnlyList<WebhookDelivery>> TakeAsync(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        // A look costs no write: the queue is empty nearly always.
        var due = await database.ReadAsync(session => session.SingleAsync<bool>("""
            SELECT EXISTS (SELECT 1 FROM webhook_deliveries WHERE state = 'pending' AND next_at <= @Now)
            """, new { session.Now }), cancellationToken);
        return !due ? [] : await database.WriteAsync(session => session.ListAsync<WebhookDelivery>("""
            UPDATE webhook_deliveries SET attempts = attempts + 1, next_at = @until
            WHERE (tenant, id) IN (
                SELECT d.tenant, d.id FROM webhook_deliveries d JOIN webhooks w ON w.tenant = d.tenant AND w.id = d.webhook_id
                WHERE d.state = 'pending' AND d.next_at <= @Now AND w.disabled_at IS NULL
                ORDER BY d.next_at, d.id LIMIT @limit)
            RETURNING *
            """, new { session.Now, until = session.Now + lease, limit }), cancellationToken);
    }

    /// <summary>The receiver took it.</summary>
    public Task DeliveredAsync(WebhookDelivery delivery, int status, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("""
            UPDATE webhook_deliveries SET state = 'delivered', last_status = @status, last_error = NULL, delivered_at = @Now
            WHERE tenant = @Tenant AND id = @Id AND state = 'pending'
            """, new { delivery.Tenant, delivery.Id, status, session.Now }), cancellationToken);

    /// <summary>A try failed.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="status">The receiver's HTTP status; null where it did not answer.</param>
    /// <param name="error">What went wrong, in one line.</param>
    /// <param name="again">How long until the next try; null: that was the last.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    public Task FailedAsync(
        WebhookDelivery delivery, int? status, string error, TimeSpan? again, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("""
                UPDATE webhook_deliveries SET state = @state, last_status = @status, last_error = @error, next_at = @nextAt
                WHERE tenant = @Tenant AND id = @Id AND state = 'pending'
                """,
                new
                {
                    delivery.Tenant,
                    delivery.Id,
                    state = (again is null ? DeliveryState.Dead : DeliveryState.Pending).Text(),
                    status,
                    error,
                    nextAt = session.Now + (again ?? TimeSpan.Zero),
                });
            if (again is null)
            {
                await AuditChain.AppendAsync(session, delivery.Tenant, "system", "webhook.delivery-failed", delivery.Id.ToString(),
                    new { webhook = delivery.WebhookId, delivery.Event, delivery.EventId, delivery.Attempts, status });
            }

            return true;
        }, cancellationToken);

    /// <summary>A tenant's deliveries, the newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="state">Those in a state; null: all.</param>
    /// <param name="webhookId">Those to a webhook; null: all.</param>
    /// <param name="before">The last of the page before; null for the first page.</param>
    /// <param name="limit">The most.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public Task<IReadOnlyList<WebhookDelivery>> ListAsync(
        string tenant, DeliveryState? state, Guid? webhookId, Guid? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<WebhookDelivery>("""
            SELECT * FROM webhook_deliveries
            WHERE tenant = @tenant AND (@state IS NULL OR state = @state)
                AND (@webhookId IS NULL OR webhook_id = @webhookId) AND (@before IS NULL OR id < @before)
            ORDER BY id DESC LIMIT @limit
            """, new { tenant, state = state?.Text(), webhookId, before, limit }), cancellationToken);

    /// <summary>Has a dead delivery tried again from the first try.</summary>
    /// <exception cref="NotFoundException">The tenant has no such delivery.</exception>
    /// <exception cref="ConflictException">It is not dead.</exception>
    public Task<WebhookDelivery> RetryAsync(string tenant, Guid id, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var found = await session.FindAsync<WebhookDelivery>(
                "SELECT * FROM webhook_deliveries WHERE tenant = @tenant AND id = @id", new { tenant, id })
                ?? throw new NotFoundException("delivery", id.ToString(), tenant);
            if (found.State != DeliveryState.Dead)
            {
                throw new ConflictException($"Delivery {id} is {found.State.Text()}; only a dead one can be tried again.");
            }

            await AuditChain.AppendAsync(
                session, tenant, by, "webhook.delivery-retried", id.ToString(), new { webhook = found.WebhookId, found.EventId });
            return await session.SingleAsync<WebhookDelivery>("""
                UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_at = @Now
                WHERE tenant = @tenant AND id = @id RETURNING *
                """, new { tenant, id, session.Now });
        }, cancellationToken);

    /// <summary>Removes what was delivered before a time, of every tenant.</summary>
    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync(
            "DELETE FROM webhook_deliveries WHERE state = 'delivered' AND delivered_at < @before", new { before }), cancellationToken);
}
