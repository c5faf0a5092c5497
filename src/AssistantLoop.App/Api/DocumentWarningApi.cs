using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.App.Api;

/// <summary>Documents that look as if they gave the assistant instructions. They are found like any other.</summary>
public static class DocumentWarningApi
{
    /// <summary>Maps /api/documents/warnings: the documents with signs, by path, and which signs.</summary>
    public static void MapDocumentWarnings(this IEndpointRouteBuilder routes) => routes.MapGet(
        "/api/documents/warnings",
        async (DocumentStore documents, BusinessProfile profile, CancellationToken cancellationToken) =>
            (await documents.PassagesAsync(profile.Tenant, cancellationToken))
                .GroupBy(passage => (passage.Path, passage.Title))
                .Select(document => new
                {
                    document.Key.Path,
                    document.Key.Title,
                    signs = InjectionSigns.OfDocument([.. document.Select(passage => (passage.TitlePath, passage.Text))])
                        .Select(WireNames.Of).ToArray(),
                })
                .Where(document => document.signs.Length > 0));
}
