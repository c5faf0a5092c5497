using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.App.Api;

/// <summary>Trying a question on the documents, without an answer.</summary>
public static class SearchApi
{
    private const int MaxEarlier = 20;

    /// <summary>Maps /api/search.</summary>
    public static void MapSearch(this IEndpointRouteBuilder routes) => routes.MapGet("/api/search", async (
        string? question, string[]? earlier, PassageSearch search, BusinessProfile profile, CancellationToken cancellationToken) =>
        SearchView.Of(await search.SearchAsync(
            new(profile.Tenant, MessageText.Parse(question))
            {
                Earlier = [.. (earlier ?? []).TakeLast(MaxEarlier).Select(MessageText.Parse)],
            },
            cancellationToken)));
}
