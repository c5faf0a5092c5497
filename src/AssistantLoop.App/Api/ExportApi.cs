using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Erasure;

namespace AssistantLoop.App.Api;

/// <summary>All that is kept of a visitor, to be given to them.</summary>
public static class ExportApi
{
    /// <summary>Maps /api/visitors/{id}/export.</summary>
    public static void MapExport(this IEndpointRouteBuilder routes) => routes.MapGet("/api/visitors/{id}/export", async (
        string id, ClaimsPrincipal caller, ExportStore exports, BusinessProfile profile, CancellationToken cancellationToken) =>
        await exports.ReadAsync(profile.Tenant, VisitorId.OfNamed(id), caller.Actor, cancellationToken))
        .RequireScope(Scopes.Erase);
}
