using System.Security.Claims;
using AssistantLoop.App.Limits;
using AssistantLoop.App.Retention;
using AssistantLoop.App.Security;
using AssistantLoop.App.Usage;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Usage;

namespace AssistantLoop.App.Api;

/// <summary>What a business sets: how much may be asked, how long conversations are kept, what answers cost.</summary>
public static class LimitApi
{
    /// <summary>Maps /api/limits, /api/retention and /api/prices.</summary>
    public static void MapLimits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/limits", LimitsAsync);
        routes.MapPut("/api/limits", async (
            LimitSettings request, ClaimsPrincipal caller, TenantSettings settings, UsageStore usage, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            await settings.WriteAsync(profile.Tenant, TenantSettings.Limits, request.Checked(), caller.Actor, cancellationToken);
            return await LimitsAsync(settings, usage, profile, cancellationToken);
        });
        MapSetting<RetentionSettings>(routes, "/api/retention", TenantSettings.Retention, settings => settings.Checked());
        MapSetting<PriceSettings>(routes, "/api/prices", TenantSettings.Prices, settings => settings.Checked());
    }

    private static async Task<LimitsView> LimitsAsync(
        TenantSettings settings, UsageStore usage, BusinessProfile profile, CancellationToken cancellationToken) => new(
            await settings.ReadAsync<LimitSettings>(profile.Tenant, TenantSettings.Limits, cancellationToken),
            await usage.SoFarAsync(profile.Tenant, cancellationToken));

    private static void MapSetting<T>(IEndpointRouteBuilder routes, string path, string name, Func<T, T> check)
        where T : new()
    {
        routes.MapGet(path, async (TenantSettings settings, BusinessProfile profile, CancellationToken cancellationToken) =>
            await settings.ReadAsync<T>(profile.Tenant, name, cancellationToken));
        routes.MapPut(path, async (
            T request, ClaimsPrincipal caller, TenantSettings settings, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            await settings.WriteAsync(profile.Tenant, name, check(request), caller.Actor, cancellationToken);
            return request;
        });
    }

    private sealed record LimitsView(LimitSettings Limits, UsedSoFar Used);
}
