using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.App.Api;

/// <summary>The business's documents: what is indexed, and bringing the index up to date.</summary>
public static class DocumentApi
{
    /// <summary>Maps /api/documents.</summary>
    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/documents", async (DocumentStore documents, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            ILookup<string, StoredPassage> passages = (await documents.PassagesAsync(profile.Tenant, cancellationToken))
                .ToLookup(passage => passage.Path);
            return (await documents.ListAsync(profile.Tenant, cancellationToken)).Select(document =>
                new { document.Path, document.Title, passages = passages[document.Path].Count(), document.UpdatedAt });
        });
        routes.MapPost("/api/documents/ingest", async (
            FolderIngest ingest, BusinessProfile profile, CancellationToken cancellationToken) =>
            await ingest.RunAsync(profile.Tenant, profile.Documents, new Progress<IngestProgress>(), cancellationToken));
    }
}
