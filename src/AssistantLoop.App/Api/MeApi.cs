using System.Security.Claims;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;

namespace AssistantLoop.App.Api;

/// <summary>Who asks.</summary>
public static class MeApi
{
    /// <summary>Maps /api/me, for every key.</summary>
    public static void MapMe(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/me", (ClaimsPrincipal caller, BusinessProfile profile) =>
            new MeView(profile.Tenant, profile.Business, caller.Actor, caller.Role, caller.Allowed));

    private sealed record MeView(string Tenant, string Business, string Name, string Role, IReadOnlyList<string> Scopes);
}
