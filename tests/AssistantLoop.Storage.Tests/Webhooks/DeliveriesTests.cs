using System.Text.Json;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Webhooks;

namespace AssistantLoop.Storage.Tests.Webhooks;

public sealed class DeliveriesTests : StorageTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private Deliveries Queue => new(Database);

    [Fact]
    public async Task An_event_is_queued_with_what_caused_it_for_each_webhook_that_wants_it()
    {
        var wants = await WebhookAsync("feedback.rated", "feedback.flagged");
        await WebhookAsync("version.promoted");
        var off = await WebhookAsync("feedback.rated");
        await new WebhookStore(Database).ChangeAsync(Tenant, off.Id, off.Url, ["feedback.rated"], disabled: true, "owner", Token);
        var answer = await AnsweredAsync();
        await new FeedbackStore(Database).RateAsync(Tenant, answer.Id, "visitor-1", RatingDirection.Down, "too vague", Token);

        var delivery = Assert.Single(await Queue.ListAsync(Tenant, null, null, null, 10, Token));
        Assert.Equal((wants.Id, "feedback.rated", DeliveryState.Pending), (delivery.WebhookId, delivery.Event, delivery.State));
        var payload = JsonSerializer.Deserialize<JsonElement>(delivery.Payload);
        Assert.Equal(delivery.EventId, payload.GetProperty("id").GetGuid());
        Assert.Equal(answer.Id, payload.GetProperty("subject").GetGuid());
        Assert.Equal("down", payload.GetProperty("data").GetProperty("direction").GetString());
        Assert.DoesNotContain("visitor-1", delivery.Payload, StringComparison.Ordinal);
        Assert.DoesNotContain("vague", delivery.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_done_is_not_told()
    {
        await WebhookAsync("feedback.rated");
        await Assert.ThrowsAsync<NotFoundException>(() => new FeedbackStore(Database).RateAsync(
            Tenant, Guid.NewGuid(), "visitor-1", RatingDirection.Up, null, Token));
        Assert.Empty(await Queue.ListAsync(Tenant, null, null, null, 10, Token));
    }

    [Fact]
    public async Task A_delivery_is_taken_once_and_again_where_its_try_was_lost()
    {
        await QueuedAsync();
        var first = Assert.Single(await Queue.TakeAsync(10, Lease, Token));
        Assert.Equal(1, first.Attempts);
        Assert.Empty(await Queue.TakeAsync(10, Lease, Token));
        Time.Advance(Lease);
        var again = Assert.Single(await Queue.TakeAsync(10, Lease, Token));
        Assert.Equal((first.Id, first.EventId, 2), (again.Id, again.EventId, again.Attempts));
        await Queue.DeliveredAsync(again, 200, Token);
        Time.Advance(Lease);
        Assert.Empty(await Queue.TakeAsync(10, Lease, Token));
    }

    [Fact]
    public async Task A_failed_try_waits_the_last_one_is_dead_and_a_person_may_have_it_tried_again()
    {
        await QueuedAsync();
        var delivery = Assert.Single(await Queue.TakeAsync(10, Lease, Token));
        await Queue.FailedAsync(delivery, 500, "answered 500", TimeSpan.FromMinutes(5), Token);
        Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty(await Queue.TakeAsync(10, Lease, Token));
        Time.Advance(TimeSpan.FromMinutes(1));
        delivery = Assert.Single(await Queue.TakeAsync(10, Lease, Token));
        await Queue.FailedAsync(delivery, null, "did not answer", again: null, Token);

        var dead = Assert.Single(await Queue.ListAsync(Tenant, DeliveryState.Dead, null, null, 10, Token));
        Assert.Equal("did not answer", dead.LastError);
        await Assert.ThrowsAsync<NotFoundException>(() => Queue.RetryAsync(Other, dead.Id, "owner", Token));
        var retried = await Queue.RetryAsync(Tenant, dead.Id, "owner", Token);
        Assert.Equal((DeliveryState.Pending, 0), (retried.State, retried.Attempts));
        Assert.Equal(dead.EventId, Assert.Single(await Queue.TakeAsync(10, Lease, Token)).EventId);
        await Assert.ThrowsAsync<ConflictException>(() => Queue.RetryAsync(Tenant, dead.Id, "owner", Token));
    }

    [Fact]
    public async Task A_full_queue_leaves_events_out_and_counts_them()
    {
        var webhook = await WebhookAsync("feedback.flagged");
        Tamper("""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @most)
            INSERT INTO webhook_deliveries (tenant, id, webhook_id, event_id, event, payload, state, next_at, created_at)
            SELECT @tenant, i, @id, i, 'feedback.flagged', '{}', 'pending', '2026', '2026' FROM n
            """, new { most = WebhookEvents.MostPending, tenant = Tenant, id = webhook.Id.ToString() });
        await new FeedbackStore(Database).FlagAsync(Tenant, (await AnsweredAsync()).Id, "agent", "wrong", Token);
        Assert.Equal(1, (await new WebhookStore(Database).RequireAsync(Tenant, webhook.Id, Token)).Dropped);
    }

    [Fact]
    public async Task Removing_a_webhook_removes_what_waits_for_it_and_another_tenants_is_not_there()
    {
        var webhook = await QueuedAsync();
        WebhookStore store = new(Database);
        await Assert.ThrowsAsync<NotFoundException>(() => store.RemoveAsync(Other, webhook.Id, "owner", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => store.RequireAsync(Other, webhook.Id, Token));
        await store.RemoveAsync(Tenant, webhook.Id, "owner", Token);
        Assert.Empty(await Queue.ListAsync(Tenant, null, null, null, 10, Token));
        Assert.Empty(await store.ListAsync(Tenant, Token));
    }

    private async Task<Webhook> QueuedAsync()
    {
        var webhook = await WebhookAsync("feedback.flagged");
        await new FeedbackStore(Database).FlagAsync(Tenant, (await AnsweredAsync()).Id, "agent", "wrong", Token);
        return webhook;
    }

    private Task<Webhook> WebhookAsync(params string[] events) =>
        new WebhookStore(Database).AddAsync(Tenant, "https://crm.example/hook", events, "owner", Token);
}
