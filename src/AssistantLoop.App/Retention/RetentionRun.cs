using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Retention;
using AssistantLoop.Storage.Webhooks;

namespace AssistantLoop.App.Retention;

/// <summary>Removes what a business no longer wants to keep.</summary>
public sealed class RetentionRun(
    TenantSettings settings, ExpiredConversations conversations, Deliveries deliveries, TimeProvider time)
{
    /// <summary>Conversations that go in one transaction: visitors wait no longer than it takes.</summary>
    private const int Batch = 200;

    /// <summary>How long it stays in the list that a webhook took an event.</summary>
    private static readonly TimeSpan s_delivered = TimeSpan.FromDays(30);

    /// <summary>Applies a business's settings.</summary>
    /// <returns>How many conversations went.</returns>
    public async Task<int> ApplyAsync(string tenant, CancellationToken cancellationToken)
    {
        RetentionSettings kept = await settings.ReadAsync<RetentionSettings>(tenant, TenantSettings.Retention, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        await deliveries.ForgetAsync(now - s_delivered, cancellationToken);
        int removed = 0;
        while (kept.ConversationDays is { } days
            && await conversations.RemoveAsync(tenant, now.AddDays(-days), Batch, "retention", cancellationToken) is > 0 and int some)
        {
            removed += some;
        }

        return removed;
    }
}
