using Microsoft.AspNetCore.Authorization;

namespace AssistantLoop.App.Security;

/// <summary>The scope that an endpoint asks for.</summary>
/// <param name="Name">One of <see cref="Scopes"/>.</param>
public sealed record RequiredScope(string Name)
{
    /// <summary>
    /// The scope of an endpoint: its own; else <see cref="Scopes.Read"/> where it only reads; else its group's for changes.
    /// Where none says anything only who may do everything is let in, so that a forgotten declaration opens nothing.
    /// </summary>
    /// <returns>Null where nothing is said.</returns>
    public static string? Of(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RequiredScope>()?.Name
        ?? (endpoint?.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { } methods && methods.All(method => method is "GET" or "HEAD")
            ? Scopes.Read
            : endpoint?.Metadata.GetMetadata<ChangeScope>()?.Name);
}

/// <summary>The scope that those endpoints of a group ask for that change something.</summary>
/// <param name="Name">One of <see cref="Scopes"/>.</param>
public sealed record ChangeScope(string Name);

/// <summary>Asks for a credential that has the endpoint's scope.</summary>
public sealed class ScopeRequirement : IAuthorizationRequirement
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "scope";
}

/// <summary>Checks <see cref="ScopeRequirement"/>.</summary>
public sealed class ScopeCheck : AuthorizationHandler<ScopeRequirement>
{
    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        Endpoint? endpoint = (context.Resource as HttpContext)?.GetEndpoint();
        IReadOnlyList<string> allowed = context.User.Allowed;
        if (RequiredScope.Of(endpoint) is { } scope ? allowed.Contains(scope) : Scopes.All.All(allowed.Contains))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Says on an endpoint what it asks for.</summary>
public static class ScopeEndpoints
{
    /// <summary>Asks for a credential that has a scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(ScopeRequirement.Policy).WithMetadata(new RequiredScope(scope));
}
