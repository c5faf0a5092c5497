using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AssistantLoop.App.Security;

/// <summary>
/// Authenticates agents and owners by their key: "Authorization: Bearer …", or for the console's socket the query
/// value access_token, since a browser cannot set a socket's headers.
/// </summary>
public sealed class AgentKeyAuthentication(
    AgentKey key, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "AgentKey";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Given() is not { } given)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!key.Matches(given))
        {
            return Task.FromResult(AuthenticateResult.Fail("The key is not right."));
        }

        ClaimsIdentity agent = new([new Claim(ClaimTypes.Name, "agent")], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(agent), SchemeName)));
    }

    private string? Given()
    {
        const string Prefix = "Bearer ";
        string header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return header[Prefix.Length..].Trim();
        }

        return Request.Path.StartsWithSegments("/hub/console", StringComparison.Ordinal)
            ? Request.Query["access_token"].FirstOrDefault()
            : null;
    }
}
