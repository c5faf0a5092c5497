using System.Security.Claims;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.App.Security;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>Versions: list, promote, override the gate, roll back, retire.</summary>
public static class VersionApi
{
    /// <summary>Maps /api/versions, /api/decisions and /api/rollback.</summary>
    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/versions", async (
            string? status,
            [AsParameters] ListParameters list,
            VersionList versions,
            BusinessProfile profile,
            CancellationToken cancellationToken) =>
            (await versions.ReadAsync(profile.Tenant, WireNames.Parse<VersionStatus>(status, "status"), list.Read(), cancellationToken))
                .Select(version => VersionView.Of(version, version.ParentNumber)));
        routes.MapGet("/api/decisions", async (
            [AsParameters] ListParameters list, VersionList versions, BusinessProfile profile, CancellationToken cancellationToken) =>
            await versions.DecisionsAsync(profile.Tenant, list.Read(), cancellationToken));
        routes.MapPost("/api/versions", async (
            AddRequest? request, ClaimsPrincipal caller, VersionMaker maker, CancellationToken cancellationToken) =>
            VersionView.Of(await maker.AddAsync(request?.Generator, caller.Actor, cancellationToken)));
        routes.MapPost("/api/versions/{id:guid}/promote", async (
            Guid id, PromoteRequest? request, ClaimsPrincipal caller, VersionSwitch versions, CancellationToken cancellationToken) =>
            VersionView.Of(request?.Override == true
                ? await versions.OverrideAsync(id, caller.Actor, request.Reason, cancellationToken)
                : await versions.PromoteAsync(id, caller.Actor, request?.Reason ?? "promoted by hand", cancellationToken)));
        routes.MapPost("/api/versions/{id:guid}/retire", async (
            Guid id, ReasonRequest? request, ClaimsPrincipal caller, VersionStore versions, BusinessProfile profile, CancellationToken cancellationToken) =>
            VersionView.Of(await versions.RetireAsync(
                profile.Tenant, id, caller.Actor, request?.Reason ?? "retired by hand", cancellationToken)));
        routes.MapPost("/api/rollback", async (
            ReasonRequest? request, ClaimsPrincipal caller, VersionSwitch versions, CancellationToken cancellationToken) =>
            VersionView.Of(await versions.RollbackAsync(
                caller.Actor, request?.Reason ?? "rolled back by hand", cancellationToken)));
    }

    private sealed record AddRequest(string? Generator);

    private sealed record ReasonRequest(string? Reason);

    private sealed record PromoteRequest(string? Reason, bool? Override);
}
