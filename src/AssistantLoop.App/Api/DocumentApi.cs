using AssistantLoop.App.Api.Lists;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Retrieval.Ingest.Sites;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Storage.Lists;

namespace AssistantLoop.App.Api;

/// <summary>The business's documents: what is indexed, and bringing the index up to date with its folder and with sites.</summary>
public static class DocumentApi
{
    /// <summary>Maps /api/documents.</summary>
    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/documents", ListAsync);
        routes.MapPost("/api/documents/ingest", IngestAsync);
        routes.MapPost("/api/documents/sites", IngestSiteAsync);
        routes.MapDelete("/api/documents/collections/{collection}", RemoveCollectionAsync);
        routes.MapUploads();
    }

    private static Task<ListPage<ListedDocument>> ListAsync(
        string? collection,
        [AsParameters] ListParameters list,
        DocumentList documents,
        BusinessProfile profile,
        CancellationToken cancellationToken) =>
        documents.ReadAsync(profile.Tenant, collection, list.Read(), cancellationToken);

    private static async Task<IngestResult> IngestAsync(
        IngestRequest? request, FolderIngest ingest, BusinessProfile profile, CancellationToken cancellationToken)
    {
        if (request?.Path is not { } path)
        {
            return await ingest.RunAsync(profile.Tenant, profile.Documents, new Progress<IngestProgress>(), cancellationToken);
        }

        try
        {
            return OrRefused(await ingest.RunOneAsync(profile.Tenant, profile.Documents, path, cancellationToken));
        }
        catch (DocumentRefusedException error)
        {
            throw new BadHttpRequestException($"{path}: {error.Message}", StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<IngestResult> IngestSiteAsync(
        SiteIngestRequest request, SiteIngest ingest, BusinessProfile profile, CancellationToken cancellationToken)
    {
        SiteRequest site = new([.. Addresses(request.Urls)], [.. Addresses(request.SiteMaps)]);
        return site.Problem() is { } problem
            ? throw new BadHttpRequestException(problem)
            : await ingest.RunAsync(profile.Tenant, site, new Progress<IngestProgress>(), cancellationToken);
    }

    private static async Task<IngestResult> RemoveCollectionAsync(
        string collection, DocumentIntake intake, BusinessProfile profile, CancellationToken cancellationToken) =>
        await intake.RemoveCollectionAsync(profile.Tenant, collection, cancellationToken) is > 0 and int removed
            ? new IngestResult { Removed = removed }
            : throw new NotFoundException("collection", collection, profile.Tenant);

    /// <summary>The result of a single document; one that cannot be read is a problem with its reason.</summary>
    internal static IngestResult OrRefused(IngestResult result) => result.Problems is [{ } problem, ..]
        ? throw new BadHttpRequestException(problem, StatusCodes.Status422UnprocessableEntity)
        : result;

    private static IEnumerable<Uri> Addresses(IReadOnlyList<string>? texts) => (texts ?? []).Select(text =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            ? address
            : throw new BadHttpRequestException($"{text} is no http or https address"));

    private sealed record IngestRequest(string? Path);

    private sealed record SiteIngestRequest(IReadOnlyList<string>? Urls, IReadOnlyList<string>? SiteMaps);
}
