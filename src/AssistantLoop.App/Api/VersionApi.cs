using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>Versions: list, promote, override the gate, roll back, retire.</summary>
public static class VersionApi
{
    private const string Agent = "agent";
    private const int MaxRows = 500;

    /// <summary>Maps /api/versions and /api/rollback.</summary>
    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/versions", async (VersionStore versions, BusinessProfile profile, CancellationToken cancellationToken) =>
            VersionView.Of(await versions.ListAsync(profile.Tenant, MaxRows, cancellationToken)));
        routes.MapPost("/api/versions", async (AddRequest? request, VersionMaker maker, CancellationToken cancellationToken) =>
            VersionView.Of(await maker.AddAsync(request?.Generator, Agent, cancellationToken)));
        routes.MapPost("/api/versions/{id:guid}/promote", async (
            Guid id, PromoteRequest? request, VersionSwitch versions, CancellationToken cancellationToken) =>
            VersionView.Of(request?.Override == true
                ? await versions.OverrideAsync(id, Agent, request.Reason, cancellationToken)
                : await versions.PromoteAsync(id, Agent, request?.Reason ?? "promoted by hand", cancellationToken)));
        routes.MapPost("/api/versions/{id:guid}/retire", async (
            Guid id, ReasonRequest? request, VersionStore versions, BusinessProfile profile, CancellationToken cancellationToken) =>
            VersionView.Of(await versions.RetireAsync(
                profile.Tenant, id, Agent, request?.Reason ?? "retired by hand", cancellationToken)));
        routes.MapPost("/api/rollback", async (
            ReasonRequest? request, VersionSwitch versions, CancellationToken cancellationToken) =>
            VersionView.Of(await versions.RollbackAsync(
                Agent, request?.Reason ?? "rolled back by hand", cancellationToken)));
    }

    private sealed record AddRequest(string? Generator);

    private sealed record ReasonRequest(string? Reason);

    private sealed record PromoteRequest(string? Reason, bool? Override);
}
