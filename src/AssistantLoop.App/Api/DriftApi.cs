using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Drift;
using AssistantLoop.Storage.Drift;

namespace AssistantLoop.App.Api;

/// <summary>Drift: what visitors ask now against before, with a series by day for a plot, and the changes of level.</summary>
public static class DriftApi
{
    private const int MaxRows = 50;

    /// <summary>Maps /api/drift.</summary>
    public static void MapDrift(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/drift", async (
            DriftWatch drift, DriftLevelStore levels, BusinessProfile profile, CancellationToken cancellationToken) => new
            {
                report = await drift.MeasureAsync(profile.Tenant, DriftSpan.Default, cancellationToken),
                changes = (await levels.ListAsync(profile.Tenant, MaxRows, cancellationToken))
                    .Select(change => new { change.Sequence, change.Level, change.ChangedAt }),
            });
}
