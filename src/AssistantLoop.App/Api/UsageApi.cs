using AssistantLoop.App.Answers;
using AssistantLoop.App.Usage;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Usage;

namespace AssistantLoop.App.Api;

/// <summary>What answers took and cost.</summary>
public static class UsageApi
{
    private const int DefaultDays = 30;
    private const int MostDays = 400;

    /// <summary>Maps /api/usage.</summary>
    public static void MapUsage(this IEndpointRouteBuilder routes) => routes.MapGet("/api/usage", async (
        UsageStore usage,
        TenantSettings settings,
        BusinessProfile profile,
        TimeProvider time,
        DateOnly? from,
        DateOnly? to,
        CancellationToken cancellationToken) =>
    {
        DateTimeOffset now = time.GetUtcNow();
        DateOnly last = to ?? DateOnly.FromDateTime(now.UtcDateTime);
        DateOnly first = from ?? last.AddDays(1 - DefaultDays);
        if (first > last || last.DayNumber - first.DayNumber >= MostDays)
        {
            throw new ChatProblemException("failed", $"from must be before to, and at most {MostDays} days; given: {first:yyyy-MM-dd} to {last:yyyy-MM-dd}");
        }

        return UsageReport.Of(
            first,
            last,
            await usage.ReadAsync(profile.Tenant, first, last, cancellationToken),
            await settings.ReadAsync<PriceSettings>(profile.Tenant, TenantSettings.Prices, cancellationToken),
            now);
    });
}
