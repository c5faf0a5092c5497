using System.Security.Claims;
using AssistantLoop.App.Access;
using AssistantLoop.App.Api;
using AssistantLoop.App.Business;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Actions;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.App.Actions;

/// <summary>The secrets by which a business's webhooks know that an action's call is ours.</summary>
public static class ActionSecretApi
{
    /// <summary>Maps /api/business/actions/{name}/secret.</summary>
    public static void MapActionSecrets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/business/actions/{name}/secret", ShowAsync);
        routes.MapPost("/api/business/actions/{name}/secret/rotate", RotateAsync);
    }

    // A look at a secret is no read: it has its row in the audit log.
    private static async Task<ActionSecretView> ShowAsync(
        string name,
        ContentCache contents,
        ActionSecretStore store,
        ActionSecret secret,
        AuditLog audit,
        ClaimsPrincipal caller,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        await RequireAsync(name, contents, profile, cancellationToken);
        ActionSecretGeneration which = await store.ReadAsync(profile.Tenant, name, cancellationToken);
        await audit.AppendAsync(profile.Tenant, caller.Actor, "action.secret-shown", name, "{}", cancellationToken);
        return ActionSecretView.Of(secret.Of(profile.Tenant, name, which), which);
    }

    private static async Task<ActionSecretView> RotateAsync(
        string name,
        RotateRequest? request,
        ContentCache contents,
        ActionSecretStore store,
        ActionSecret secret,
        ClaimsPrincipal caller,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        await RequireAsync(name, contents, profile, cancellationToken);
        TimeSpan grace = KeyIssue.Grace(request?.GraceHours);
        ActionSecretGeneration which = await store.RotateAsync(profile.Tenant, name, grace, caller.Actor, cancellationToken);
        return ActionSecretView.Of(secret.Of(profile.Tenant, name, which), which);
    }

    private static async Task RequireAsync(
        string name, ContentCache contents, BusinessProfile profile, CancellationToken cancellationToken)
    {
        if ((await contents.CurrentAsync(cancellationToken)).Actions.All(action => action.Name != name))
        {
            throw new NotFoundException("action", name, profile.Tenant);
        }
    }

    private sealed record ActionSecretView(string Secret, int Generation, DateTimeOffset? PreviousUntil)
    {
        public static ActionSecretView Of(string secret, ActionSecretGeneration which) => new(secret, which.Generation, which.PreviousUntil);
    }
}
