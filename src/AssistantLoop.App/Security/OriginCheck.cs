using AssistantLoop.App.Settings;

namespace AssistantLoop.App.Security;

/// <summary>
/// Refuses a socket that a foreign page opens: browsers send a page's origin with a socket, and no other rule of theirs
/// keeps a page from connecting anywhere.
/// </summary>
public sealed class OriginCheck(RequestDelegate next, AppSettings settings)
{
    /// <summary>Answers 403 to a hub request of an origin that is neither the server's own nor allowed.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        string? origin = context.Request.Headers.Origin.FirstOrDefault();
        if (!context.Request.Path.StartsWithSegments("/hub", StringComparison.Ordinal)
            || origin is null
            || origin == $"{context.Request.Scheme}://{context.Request.Host}"
            || settings.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return next(context);
        }

        return Results.Problem(
            statusCode: StatusCodes.Status403Forbidden,
            title: "Origin not allowed",
            detail: $"Pages of {origin} may not open the chat. Add the origin to the setting 'allowed-origins'.").ExecuteAsync(context);
    }
}
