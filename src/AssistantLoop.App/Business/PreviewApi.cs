namespace AssistantLoop.App.Business;

/// <summary>Trying unsaved texts.</summary>
public static class PreviewApi
{
    /// <summary>Maps /api/preview.</summary>
    public static void MapPreview(this IEndpointRouteBuilder routes) => routes.MapPost(
        "/api/preview",
        (PreviewRequest request, PreviewDesk previews, CancellationToken cancellationToken) => previews.AnswerAsync(request, cancellationToken));
}
