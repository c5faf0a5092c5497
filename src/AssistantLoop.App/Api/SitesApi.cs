using System.Security.Claims;
using AssistantLoop.App.Access;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Lists;

namespace AssistantLoop.App.Api;

/// <summary>The business's sites: their keys, origins, looks, embed code and identity secrets.</summary>
public static class SitesApi
{
    private static readonly RowSorts<SiteView> s_sorts = new(
        "-createdAt",
        ("name", site => site.Name),
        ("createdAt", site => site.CreatedAt));

    /// <summary>Maps /api/sites.</summary>
    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/sites", async (
            SiteStore sites, BusinessProfile profile, HttpRequest http, [AsParameters] ListParameters list, CancellationToken cancellationToken) =>
        {
            ListQuery query = list.Read();
            return s_sorts.Page(
                [.. (await sites.ListAsync(profile.Tenant, cancellationToken)).Select(site => SiteView.Of(site, Server(http))).Where(site => query.Holds([site.Name, .. site.AllowedOrigins]))], query);
        });
        routes.MapGet("/api/sites/{id:guid}", async (
            Guid id, SiteStore sites, BusinessProfile profile, HttpRequest http, CancellationToken cancellationToken) =>
            SiteView.Of(await sites.RequireAsync(profile.Tenant, id, cancellationToken), Server(http)));
        routes.MapPost("/api/sites", async (
            SiteRequest request, ClaimsPrincipal caller, SiteStore sites, BusinessProfile profile, HttpRequest http, CancellationToken cancellationToken) =>
        {
            Site added = await sites.AddAsync(profile.Tenant, SiteView.NewKey(), request.Checked(), caller.Actor, cancellationToken);
            return Results.Created($"/api/sites/{added.Id}", SiteView.Of(added, Server(http)));
        });
        routes.MapPut("/api/sites/{id:guid}", async (
            Guid id, SiteRequest request, ClaimsPrincipal caller, SiteStore sites, BusinessProfile profile, HttpRequest http, CancellationToken cancellationToken) =>
            SiteView.Of(await sites.ChangeAsync(profile.Tenant, id, request.Checked(), caller.Actor, cancellationToken), Server(http)));
        routes.MapPost("/api/sites/{id:guid}/disable", async (
            Guid id, DisableRequest? request, ClaimsPrincipal caller, SiteStore sites, BusinessProfile profile, HttpRequest http, CancellationToken cancellationToken) =>
            SiteView.Of(await sites.DisableAsync(profile.Tenant, id, request?.Disabled ?? true, caller.Actor, cancellationToken), Server(http)));
        routes.MapPost("/api/sites/{id:guid}/secret", ShowAsync);
        routes.MapPost("/api/sites/{id:guid}/secret/rotate", async (
            Guid id, RotateRequest? request, ClaimsPrincipal caller, SiteStore sites, ServerSecret secret, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            Site site = await sites.RotateSecretAsync(
                profile.Tenant, id, KeyIssue.Grace(request?.GraceHours), caller.Actor, cancellationToken);
            return SecretView.Of(site, secret);
        });
    }

    // A look at a secret is no read: it has its row in the audit log.
    private static async Task<SecretView> ShowAsync(
        Guid id, ClaimsPrincipal caller, SiteStore sites, ServerSecret secret, AuditLog audit, BusinessProfile profile, CancellationToken cancellationToken)
    {
        Site site = await sites.RequireAsync(profile.Tenant, id, cancellationToken);
        await audit.AppendAsync(profile.Tenant, caller.Actor, "site.secret-shown", id.ToString(), "{}", cancellationToken);
        return SecretView.Of(site, secret);
    }

    private static string Server(HttpRequest http) => $"{http.Scheme}://{http.Host}";

    private sealed record DisableRequest(bool? Disabled);

    private sealed record SecretView(string Secret, int Generation, DateTimeOffset? PreviousUntil)
    {
        public static SecretView Of(Site site, ServerSecret secret) => new(
            secret.ForSite(site.Tenant, site.Id, site.SecretGeneration), site.SecretGeneration, site.PreviousSecretUntil);
    }
}
