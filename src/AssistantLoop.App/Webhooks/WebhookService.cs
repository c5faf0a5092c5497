using System.Security.Cryptography;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Webhooks;

namespace AssistantLoop.App.Webhooks;

/// <summary>Delivers what waits, of every business: a look every second, and at most <see cref="AtOnce"/> tries at once.</summary>
public sealed partial class WebhookService(
    Deliveries deliveries, WebhookStore webhooks, WebhookSender sender, TimeProvider time, ILogger<WebhookService> logger) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    // A try that has not ended by then died with its process.
    private static readonly TimeSpan s_lease = WebhookSender.Patience * 6;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await deliveries.TakeAsync(AtOnce, s_lease, stoppingToken) is { Count: > 0 } due)
                {
                    await Task.WhenAll(due.Select(delivery => TryAsync(delivery, stoppingToken)));
                }
            }
            catch (StorageException error)
            {
                // What was not written is tried again when its lease ends.
                LogNotDelivered(error.Message);
            }
        }
    }

    private async Task TryAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        Webhook webhook;
        try
        {
            webhook = await webhooks.RequireAsync(delivery.Tenant, delivery.WebhookId, cancellationToken);
        }
        catch (NotFoundException)
        {
            return;
        }

        (int? status, string? error) = await sender.SendAsync(webhook, delivery, cancellationToken);
        if (error is null)
        {
            await deliveries.DeliveredAsync(delivery, status!.Value, cancellationToken);
            return;
        }

        double chance = RandomNumberGenerator.GetInt32(1001) / 1000.0;
        TimeSpan? again = Backoff.After(delivery.Attempts, chance);
        await deliveries.FailedAsync(delivery, status, error, again, cancellationToken);
        if (again is null)
        {
            LogDead(delivery.Event, delivery.Id, delivery.Attempts, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook event {Event} was given up (delivery {Id}, {Attempts} tries): {Problem}")]
    private partial void LogDead(string @event, Guid id, int attempts, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks were not delivered: {Problem}")]
    private partial void LogNotDelivered(string problem);
}
