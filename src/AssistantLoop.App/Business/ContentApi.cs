using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Files;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Business;

namespace AssistantLoop.App.Business;

/// <summary>Reading and editing glossary, rules, actions, limits and fallbacks.</summary>
public static class ContentApi
{
    private const int MostHistory = 200;

    /// <summary>Maps /api/business.</summary>
    public static void MapBusinessContent(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/business/{kind}", ReadAsync);
        routes.MapGet("/api/business/{kind}/history", async (
            string kind, int? limit, BusinessContentStore store, BusinessProfile profile, CancellationToken cancellationToken) =>
            (await store.HistoryAsync(profile.Tenant, Known(kind), Math.Clamp(limit ?? 50, 1, MostHistory), cancellationToken))
                .Select(revision => new { revision.Revision, revision.Author, revision.At }));
        routes.MapPut("/api/business/{kind}", SaveAsync);
    }

    /// <summary>Who saves, for the history and the audit log.</summary>
    internal static string AuthorOf(ClaimsPrincipal user) => user.Identity?.Name is { Length: > 0 } name ? name : "agent";

    private static async Task<ContentView> ReadAsync(
        string kind, int? revision, BusinessContentStore store, BusinessProfile profile, CancellationToken cancellationToken)
    {
        ContentRevision? found = revision == 0 ? null : await store.FindAsync(profile.Tenant, Known(kind), revision, cancellationToken);
        return found is not null ? ContentView.Of(found)
            : revision is null or 0 ? new(Known(kind), 0, ContentReader.SectionOf(Path.Combine(profile.Folder, "business.yaml"), kind), null, null)
            : throw new NotFoundException("revision", $"{revision} of {kind}", profile.Tenant);
    }

    private static async Task<ContentView> SaveAsync(
        string kind,
        SaveRequest request,
        BusinessContentStore store,
        ContentCache cache,
        BusinessProfile profile,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        string yaml = request.Yaml ?? throw new ChatProblemException("failed", "yaml is missing: the whole text of the kind.");
        ContentReader.With(profile.Content, Known(kind), yaml, kind);
        ContentRevision saved = await store.SaveAsync(
            profile.Tenant, kind, yaml, YamlFile.HashOfText(yaml), AuthorOf(user), request.After, cancellationToken);
        cache.Forget();
        return ContentView.Of(saved);
    }

    private static string Known(string kind) => ContentReader.Kinds.Contains(kind)
        ? kind
        : throw new NotFoundException("kind of content", $"'{kind}' (there are {string.Join(", ", ContentReader.Kinds)})", "");

    /// <summary>A new text. After is the revision that was edited, 0 for the files'; null saves over whatever is newest.</summary>
    private sealed record SaveRequest(string? Yaml, int? After);
}
