using System.Security.Claims;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Security;

/// <summary>Who asks, read from the credential's claims.</summary>
public static class Caller
{
    /// <summary>The claim of the business.</summary>
    public const string TenantClaim = "tenant";

    /// <summary>The claims of what may be done, one each.</summary>
    public const string ScopeClaim = "scope";

    /// <summary>The claim of the site, of a visitor's socket that came with a site key.</summary>
    public const string SiteClaim = "site";

    /// <summary>A principal of an authentication scheme.</summary>
    public static ClaimsPrincipal Principal(
        string scheme, string tenant, string name, string role, IEnumerable<string> scopes, string? site = null)
    {
        ClaimsIdentity identity = new(scheme);
        identity.AddClaim(new(TenantClaim, tenant));
        identity.AddClaim(new(ClaimTypes.Name, name));
        identity.AddClaim(new(ClaimTypes.Role, role));
        identity.AddClaims(scopes.Select(scope => new Claim(ScopeClaim, scope)));
        if (site is not null)
        {
            identity.AddClaim(new(SiteClaim, site));
        }

        return new(identity);
    }

    extension(ClaimsPrincipal caller)
    {
        /// <summary>The key's name: the actor of what is done.</summary>
        public string Actor => caller.Identity?.Name ?? throw new InvalidOperationException("The endpoint asks for no credential.");

        /// <summary>The author of the caller's ratings; see <see cref="AgentAuthor"/>.</summary>
        public string Rater => AgentAuthor.Of(caller.Actor);

        /// <summary>The business that the credential is of; null without one.</summary>
        public string? Tenant => caller.FindFirstValue(TenantClaim);

        /// <summary>The caller's role.</summary>
        public string Role => caller.FindFirstValue(ClaimTypes.Role) ?? Scopes.Visitor;

        /// <summary>The site's id, of a visitor who came with a site key.</summary>
        public Guid? Site => Guid.TryParse(caller.FindFirstValue(SiteClaim), out Guid id) ? id : null;

        /// <summary>What the caller may do.</summary>
        public IReadOnlyList<string> Allowed => [.. caller.FindAll(ScopeClaim).Select(claim => claim.Value)];
    }
}
