using AssistantLoop.App.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AssistantLoop.App.Composition;

/// <summary>Who is let in: API keys, site keys, scopes and origins.</summary>
internal static class AccessServices
{
    private const string SchemeName = "Credential";

    /// <summary>Adds authentication, authorization and CORS.</summary>
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<SignInFailures>();
        services.AddSingleton<IAuthorizationHandler, ScopeCheck>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, MissingScope>();
        services.AddAuthorization(authorization => authorization.AddPolicy(
            ScopeRequirement.Policy, policy => policy.RequireAuthenticatedUser().AddRequirements(new ScopeRequirement())));
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, SiteCors>();
        services
            .AddAuthentication(SchemeName)
            .AddPolicyScheme(SchemeName, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                SiteAuthentication.Takes(context.Request.Path) ? SiteAuthentication.SchemeName : ApiKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SiteAuthentication>(SiteAuthentication.SchemeName, _ => { })
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, _ => { });
    }
}
