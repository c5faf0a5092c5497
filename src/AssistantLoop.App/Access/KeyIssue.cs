using System.Security.Claims;
using System.Text.RegularExpressions;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Security;
using AssistantLoop.Storage.Access;

namespace AssistantLoop.App.Access;

/// <summary>Gives out keys, rotates and revokes them; nobody may give, or take, more than they have.</summary>
public sealed partial class KeyIssue(ApiKeyStore keys, TimeProvider time)
{
    /// <summary>How long a rotated key still works where nothing is said.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromHours(24);

    private const int MostGraceHours = 24 * 30;
    private const int MostDays = 3650;

    // Names that others act under in the audit log.
    private static readonly string[] s_taken = ["agent", "api", "system", "retention", "visitor", "command line"];

    /// <summary>Adds a key.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="request">What it is for.</param>
    /// <param name="giver">Who gives it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The key, and its text, which can be had here and never again.</returns>
    /// <exception cref="ChatProblemException">Something of the request is not right, or more than the giver has.</exception>
    public async Task<(ApiKey Key, string Text)> AddAsync(
        string tenant, KeyRequest request, Authority giver, CancellationToken cancellationToken)
    {
        string name = request.Name?.Trim() is { } given && Name().IsMatch(given) && !s_taken.Contains(given, StringComparer.OrdinalIgnoreCase)
            ? given
            : throw Bad($"name must have 1 to 60 letters, digits, spaces or . _ @ -, and be none of {string.Join(", ", s_taken)}; given: {request.Name}");
        string role = request.Role is { } word and (Scopes.Agent or Scopes.Operator or Scopes.Owner)
            ? word
            : throw Bad($"role must be agent, operator or owner; given: {request.Role}");
        IReadOnlyList<string> scopes = request.Scopes is { Count: > 0 } listed ? [.. listed.Distinct()] : Scopes.Of(role);
        if (scopes.FirstOrDefault(scope => !Scopes.All.Contains(scope)) is { } unknown)
        {
            throw Bad($"scopes must be of {string.Join(", ", Scopes.All)}; given: {unknown}");
        }

        if (request.ExpiresInDays is < 1 or > MostDays)
        {
            throw Bad($"expiresInDays must be 1 to {MostDays}; given: {request.ExpiresInDays}");
        }

        giver.RequireOver(role, scopes);
        KeyText text = KeyText.Create();
        DateTimeOffset? ends = request.ExpiresInDays is { } days ? time.GetUtcNow().AddDays(days) : null;
        ApiKey added = await keys.AddAsync(
            tenant, new(name, role, string.Join(' ', scopes), text.Prefix, text.Hash, ends), giver.Name, cancellationToken);
        return (added, text.Text);
    }

    /// <summary>Puts a new key in the place of one.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="id">The key.</param>
    /// <param name="graceHours">How long the old one still works; null for a day.</param>
    /// <param name="giver">Who rotates it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<(ApiKey Key, string Text)> RotateAsync(
        string tenant, Guid id, int? graceHours, Authority giver, CancellationToken cancellationToken)
    {
        ApiKey old = await keys.RequireAsync(tenant, id, cancellationToken);
        giver.RequireOver(old.Role, old.Scopes.Split(' '));
        KeyText text = KeyText.Create();
        ApiKey added = await keys.RotateAsync(
            tenant, id, text.Prefix, text.Hash, Grace(graceHours), giver.Name, cancellationToken);
        return (added, text.Text);
    }

    /// <summary>Ends a key at once.</summary>
    public async Task<ApiKey> RevokeAsync(string tenant, Guid id, Authority giver, CancellationToken cancellationToken)
    {
        ApiKey old = await keys.RequireAsync(tenant, id, cancellationToken);
        giver.RequireOver(old.Role, old.Scopes.Split(' '));
        return await keys.RevokeAsync(tenant, id, giver.Name, cancellationToken);
    }

    /// <summary>A grace in hours; a day where none is given.</summary>
    /// <exception cref="ChatProblemException">It is below 0 or above 30 days.</exception>
    public static TimeSpan Grace(int? hours) => hours switch
    {
        null => DefaultGrace,
        >= 0 and <= MostGraceHours => TimeSpan.FromHours(hours.Value),
        _ => throw Bad($"graceHours must be 0 to {MostGraceHours}; given: {hours}"),
    };

    private static ChatProblemException Bad(string why) => new("failed", why);

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd} ._@-]{0,59}$")]
    private static partial Regex Name();
}

/// <summary>A key that is asked for.</summary>
/// <param name="Name">Who will use it.</param>
/// <param name="Role">agent, operator or owner.</param>
/// <param name="Scopes">What it may do; null or none for the role's.</param>
/// <param name="ExpiresInDays">When it ends; null: never.</param>
public sealed record KeyRequest(string? Name, string? Role, IReadOnlyList<string>? Scopes, int? ExpiresInDays);

/// <summary>Who gives or takes keys.</summary>
/// <param name="Name">The actor.</param>
/// <param name="Role">Its role.</param>
/// <param name="Scopes">What it may do.</param>
public sealed record Authority(string Name, string Role, IReadOnlyList<string> Scopes)
{
    /// <summary>Whoever sits at the machine.</summary>
    public static Authority CommandLine { get; } = new("command line", Security.Scopes.Owner, Security.Scopes.All);

    /// <summary>A caller's.</summary>
    public static Authority Of(ClaimsPrincipal caller) => new(caller.Actor, caller.Role, caller.Allowed);

    /// <summary>Refuses what is more than it has itself.</summary>
    /// <exception cref="ChatProblemException">forbidden.</exception>
    public void RequireOver(string role, IEnumerable<string> scopes)
    {
        if (Security.Scopes.RankOf(role) > Security.Scopes.RankOf(Role) || scopes.Except(Scopes).Any())
        {
            throw new ChatProblemException("forbidden", "The key is above yours: its role is higher, or it has scopes that yours lacks.");
        }
    }
}
