using AssistantLoop.App.Settings;
using AssistantLoop.Storage.Access;

namespace AssistantLoop.App.Security;

/// <summary>
/// Refuses a socket that a foreign page opens: browsers send a page's origin with a socket, and no other rule of theirs
/// keeps a page from connecting anywhere. A site key is taken from the site's own origins alone.
/// </summary>
public sealed class OriginCheck(RequestDelegate next, AppSettings settings)
{
    /// <summary>Answers 403 to a visitor's page, or a hub request, of an origin that is neither the server's own nor allowed.</summary>
    public async Task InvokeAsync(HttpContext context, SiteStore sites)
    {
        if (!context.Request.Path.StartsWithSegments("/hub", StringComparison.Ordinal) && !SiteAuthentication.Takes(context.Request.Path)
            || context.Request.Headers.Origin.FirstOrDefault() is not { } origin
            || origin == $"{context.Request.Scheme}://{context.Request.Host}"
            || (await AllowedAsync(context, settings, sites)).Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        await Results.Problem(
            statusCode: StatusCodes.Status403Forbidden,
            title: "Origin not allowed",
            detail: $"Pages of {origin} may not open the chat. Add the origin to the site's allowed origins, "
                + "or for pages without a site key to the setting 'allowed-origins'.").ExecuteAsync(context);
    }

    /// <summary>The foreign origins that a request may come from: its site's, or the setting's where it names no site.</summary>
    internal static async Task<IReadOnlyList<string>> AllowedAsync(HttpContext context, AppSettings settings, SiteStore sites) =>
        SiteAuthentication.Takes(context.Request.Path) && context.Request.Query["site"].FirstOrDefault() is { Length: > 0 } key
            ? (await sites.FindByKeyAsync(key, context.RequestAborted))?.Origins ?? []
            : settings.AllowedOrigins;
}
