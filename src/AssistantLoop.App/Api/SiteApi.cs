using System.Security.Claims;
using AssistantLoop.App.Security;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Index.Qdrant;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Access;

namespace AssistantLoop.App.Api;

/// <summary>What the widget asks before it connects, and what a supervisor asks.</summary>
public static class SiteApi
{
    /// <summary>Maps /api/site and /health.</summary>
    public static void MapSite(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/site", async (
            ClaimsPrincipal caller, SiteStore sites, BusinessProfile profile, CancellationToken cancellationToken) =>
            SiteView.Of(profile, caller.Site is { } id ? await sites.RequireAsync(profile.Tenant, id, cancellationToken) : null))
            .RequireScope(Scopes.Chat);
        routes.MapGet("/health/live", () => Results.Ok(new { status = "live" }));
        routes.MapGet("/health/ready", async (EngineSource engines, IPassageIndex index, CancellationToken cancellationToken) =>
        {
            if (index is QdrantPassageIndex qdrant)
            {
                await qdrant.CheckAsync(cancellationToken);
            }

            return engines.IsLoaded
                ? Results.Ok(new { status = "ready" })
                : Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "The model is being loaded");
        });
    }

    private sealed record SiteView(
        string Business,
        string Assistant,
        string Welcome,
        IReadOnlyList<string> Suggestions,
        string? Language,
        bool HandOver,
        bool Satisfaction,
        bool RequireIdentity,
        IReadOnlyDictionary<string, string> Theme)
    {
        public static SiteView Of(BusinessProfile profile, Site? site) => new(
            profile.Business,
            profile.Assistant,
            site?.Welcome ?? profile.Welcome,
            site?.Questions ?? profile.Suggestions,
            site?.Language,
            site?.HandOver ?? true,
            site?.Satisfaction ?? true,
            site?.RequiresIdentity ?? false,
            site?.Theme ?? new Dictionary<string, string>());
    }
}
