using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using AssistantLoop.App.Tenancy;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AssistantLoop.App.Security;

/// <summary>
/// Authenticates by API key: "Authorization: Bearer …", or for the console's socket the query value access_token, since a
/// browser cannot set a socket's headers. The key says whose it is: business, name, role and scopes become claims.
/// </summary>
public sealed class ApiKeyAuthentication(
    AgentKey first,
    ApiKeyStore keys,
    Tenants tenants,
    SignInFailures failures,
    TimeProvider time,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "ApiKey";

    private bool _mustWait;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Given() is not { } given)
        {
            return AuthenticateResult.NoResult();
        }

        if (failures.MustWait(Context.Connection.RemoteIpAddress))
        {
            _mustWait = true;
            return AuthenticateResult.Fail("Too many wrong keys came from this address.");
        }

        if (await PrincipalAsync(given) is { } caller)
        {
            return AuthenticateResult.Success(new(caller, SchemeName));
        }

        failures.Add(Context.Connection.RemoteIpAddress);
        return AuthenticateResult.Fail("The key is not right.");
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!_mustWait)
        {
            await base.HandleChallengeAsync(properties);
            return;
        }

        Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Response.Headers.RetryAfter = ((int)SignInFailures.Step.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    private async Task<ClaimsPrincipal?> PrincipalAsync(string given)
    {
        if (first.Matches(given))
        {
            return Caller.Principal(SchemeName, tenants.Default.Profile.Tenant, "agent", Scopes.Owner, Scopes.All);
        }

        if (KeyText.PrefixOf(given) is not { } prefix
            || await keys.FindByPrefixAsync(prefix, Context.RequestAborted) is not { } key
            || !KeyText.Matches(key, given)
            || !key.WorksAt(time.GetUtcNow())
            || tenants.Find(key.Tenant) is null)
        {
            return null;
        }

        try
        {
            await keys.UsedAsync(key, Context.RequestAborted);
        }
        catch (StorageException)
        {
            // When it was last used is for people to look at; a full disk must not shut out whoever mends it.
        }

        return Caller.Principal(SchemeName, key.Tenant, key.Name, key.Role, key.Scopes.Split(' '));
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
