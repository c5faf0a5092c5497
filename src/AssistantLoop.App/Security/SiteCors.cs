using AssistantLoop.App.Settings;
using AssistantLoop.Storage.Access;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AssistantLoop.App.Security;

/// <summary>Lets the pages that <see cref="OriginCheck"/> lets in read the answers.</summary>
public sealed class SiteCors(AppSettings settings) : ICorsPolicyProvider
{
    /// <inheritdoc/>
    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) =>
        new CorsPolicyBuilder([.. await OriginCheck.AllowedAsync(
                context, settings, context.RequestServices.GetRequiredService<SiteStore>())])
            .AllowAnyHeader().AllowAnyMethod().AllowCredentials().Build();
}
