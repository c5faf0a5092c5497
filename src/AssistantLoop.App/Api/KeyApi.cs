using System.Security.Claims;
using AssistantLoop.App.Access;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Lists;

namespace AssistantLoop.App.Api;

/// <summary>The business's API keys: list, add, rotate, revoke. A key's text is in the answer that makes it and nowhere else.</summary>
public static class KeyApi
{
    private static readonly RowSorts<KeyView> s_sorts = new(
        "-createdAt",
        ("name", key => key.Name),
        ("role", key => key.Role),
        ("createdAt", key => key.CreatedAt),
        ("expiresAt", key => key.ExpiresAt),
        ("lastUsedAt", key => key.LastUsedAt));

    /// <summary>Maps /api/keys.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/keys", async (
            ApiKeyStore keys, BusinessProfile profile, [AsParameters] ListParameters list, CancellationToken cancellationToken) =>
        {
            ListQuery query = list.Read();
            return s_sorts.Page(
                [.. (await keys.ListAsync(profile.Tenant, cancellationToken)).Select(KeyView.Of).Where(key => query.Holds(key.Name, key.Prefix))], query);
        });
        routes.MapPost("/api/keys", async (
            KeyRequest request, ClaimsPrincipal caller, KeyIssue issue, BusinessProfile profile, CancellationToken cancellationToken) =>
            Created(await issue.AddAsync(profile.Tenant, request, Authority.Of(caller), cancellationToken)));
        routes.MapPost("/api/keys/{id:guid}/rotate", async (
            Guid id, RotateRequest? request, ClaimsPrincipal caller, KeyIssue issue, BusinessProfile profile, CancellationToken cancellationToken) =>
            Created(await issue.RotateAsync(profile.Tenant, id, request?.GraceHours, Authority.Of(caller), cancellationToken)));
        routes.MapDelete("/api/keys/{id:guid}", async (
            Guid id, ClaimsPrincipal caller, KeyIssue issue, BusinessProfile profile, CancellationToken cancellationToken) =>
            KeyView.Of(await issue.RevokeAsync(profile.Tenant, id, Authority.Of(caller), cancellationToken)));
    }

    private static IResult Created((ApiKey Key, string Text) issued) =>
        Results.Created((string?)null, KeyView.Of(issued.Key) with { Key = issued.Text });
}

/// <summary>How long what is replaced still works.</summary>
/// <param name="GraceHours">0 to 720; null for a day.</param>
public sealed record RotateRequest(int? GraceHours);

/// <summary>A key, as owners see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Who uses it.</param>
/// <param name="Role">agent, operator or owner.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Prefix">How it begins.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="CreatedBy">Who added it.</param>
/// <param name="ExpiresAt">When it stops working; null: never.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="LastUsedAt">When it was last used, to the minute.</param>
/// <param name="RotatedFrom">The key that it took the place of.</param>
/// <param name="Key">The whole key, in the answer that makes it; null in every other.</param>
public sealed record KeyView(
    Guid Id,
    string Name,
    string Role,
    IReadOnlyList<string> Scopes,
    string Prefix,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt,
    Guid? RotatedFrom,
    string? Key = null)
{
    /// <summary>The view of a key.</summary>
    public static KeyView Of(ApiKey key) => new(
        key.Id, key.Name, key.Role, key.Scopes.Split(' '), key.Prefix, key.CreatedAt, key.CreatedBy, key.ExpiresAt, key.RevokedAt,
        key.LastUsedAt, key.RotatedFrom);
}
