using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Index.Qdrant;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.App.Api;

/// <summary>What the widget asks before it connects, and what a supervisor asks.</summary>
public static class SiteApi
{
    /// <summary>Maps /api/site and /health.</summary>
    public static void MapSite(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/site", (BusinessProfile profile) =>
            new SiteView(profile.Business, profile.Assistant, profile.Welcome, profile.Suggestions));
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
        string Business, string Assistant, string Welcome, IReadOnlyList<string> Suggestions);
}
