using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>Versions: list, promote, roll back; and the check of the audit log that records it.</summary>
public static class VersionApi
{
    private const string Agent = "agent";
    private const int MaxRows = 500;

    /// <summary>Maps /api/versions, /api/rollback and /api/audit.</summary>
    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/versions", async (VersionStore versions, BusinessProfile profile, CancellationToken cancellationToken) =>
            VersionView.Of(await versions.ListAsync(profile.Tenant, MaxRows, cancellationToken)));
        routes.MapPost("/api/versions/{id:guid}/promote", async (
            Guid id, ReasonRequest? request, VersionSwitch versions, CancellationToken cancellationToken) =>
            VersionView.Of(await versions.PromoteAsync(
                id, Agent, request?.Reason ?? "promoted by hand", cancellationToken)));
        routes.MapPost("/api/rollback", async (
            ReasonRequest? request, VersionSwitch versions, CancellationToken cancellationToken) =>
            VersionView.Of(await versions.RollbackAsync(
                Agent, request?.Reason ?? "rolled back by hand", cancellationToken)));
        routes.MapGet("/api/audit/verify", async (AuditLog audit, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            AuditFault? fault = await audit.VerifyAsync(profile.Tenant, cancellationToken);
            return new { ok = fault is null, problem = fault is null ? null : $"row {fault.Sequence}: {fault.Problem}" };
        });
    }

    private sealed record ReasonRequest(string? Reason);
}
