using System.Globalization;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Index;

/// <summary>The default index: BM25 over the words of the database's passages.</summary>
public sealed class EmbeddedPassageIndex(DocumentStore documents) : IPassageIndex
{
    /// <inheritdoc/>
    public Task CatchUpAsync(string tenant, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken) => new(
    [
        .. (await documents.SearchAsync(query.Tenant, string.Join(' ', query.Words), query.Limit, cancellationToken))
            .Select(found => new FoundPassage(ToPassage(found), found.Score)),
    ], []);

    private static Passage ToPassage(StoredPassage stored) => new(
        stored.Id.ToString(CultureInfo.InvariantCulture), stored.Path, stored.TitlePath, stored.Text, stored.Anchor,
        stored.Page, stored.Source, stored.Language);
}
