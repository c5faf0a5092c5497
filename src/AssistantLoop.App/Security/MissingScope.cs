using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace AssistantLoop.App.Security;

/// <summary>Says in the refusal of a good credential which scope it lacks.</summary>
public sealed class MissingScope : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _ordinary = new();

    /// <inheritdoc/>
    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden || context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
        {
            await _ordinary.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        string? scope = RequiredScope.Of(context.GetEndpoint());
        await Results.Problem(
            statusCode: StatusCodes.Status403Forbidden,
            title: "Missing scope",
            detail: scope is null
                ? "This takes a key that has every scope, as an owner's has."
                : $"The key lacks the scope '{scope}'; ask an owner for one that has it.",
            extensions: new Dictionary<string, object?> { ["scope"] = scope }).ExecuteAsync(context);
    }
}
