using System.Security.Claims;
using AssistantLoop.App.Api;
using AssistantLoop.Storage.Business;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Business;

/// <summary>Style templates: the list, and saving one.</summary>
public static class StyleApi
{
    /// <summary>Maps /api/styles.</summary>
    public static void MapStyles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/styles", async (StyleDesk styles, CancellationToken cancellationToken) =>
            (await styles.ListAsync(cancellationToken)).Select(StyleView.Of));
        routes.MapPost("/api/styles", async (
            SaveRequest request, StyleDesk styles, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        {
            (ContentRevision style, AssistantVersion version) = await styles.SaveAsync(
                request.Name, request.Yaml, request.After, ContentApi.AuthorOf(user), cancellationToken);
            return new { Style = StyleView.Of(ContentView.Of(style)), Version = VersionView.Of(version) };
        });
    }

    private sealed record SaveRequest(string? Name, string? Yaml, int? After);

    private sealed record StyleView(string Name, int Revision, string Yaml, string? Author, DateTimeOffset? At)
    {
        public static StyleView Of(ContentView view) => new(view.Kind["styles/".Length..], view.Revision, view.Yaml, view.Author, view.At);
    }
}
