using System.Text.Encodings.Web;
using AssistantLoop.App.Tenancy;
using AssistantLoop.Storage.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AssistantLoop.App.Security;

/// <summary>
/// Authenticates visitors' pages by the query value site, a site's public key: it says whose site it is. A page of the
/// server's own, or one of the setting allowed-origins, may leave it out and gets the first business.
/// </summary>
public sealed class SiteAuthentication(
    SiteStore sites,
    Tenants tenants,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Site";

    /// <summary>Whether a request is a visitor's page's, and so authenticated by its site.</summary>
    public static bool Takes(PathString path) =>
        path.StartsWithSegments("/hub/chat", StringComparison.Ordinal) || path.Equals("/api/site", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Query["site"].FirstOrDefault() is not { Length: > 0 } key)
        {
            return Success(tenants.Default.Profile.Tenant, site: null);
        }

        return await sites.FindByKeyAsync(key, Context.RequestAborted) is { } site && tenants.Find(site.Tenant) is not null
            ? Success(site.Tenant, site.Id.ToString())
            : AuthenticateResult.Fail("There is no such site.");
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static AuthenticateResult Success(string tenant, string? site) => AuthenticateResult.Success(new(
        Caller.Principal(SchemeName, tenant, Scopes.Visitor, Scopes.Visitor, Scopes.Of(Scopes.Visitor), site), SchemeName));
}
