using System.Globalization;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Search;

/// <summary>The default index: BM25 over the words of the database's passages.</summary>
public sealed class EmbeddedPassageIndex(DocumentStore documents) : IPassageIndex
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<FoundPassage>> SearchAsync(
        string tenant, IReadOnlyList<string> words, int limit, CancellationToken cancellationToken) =>
    [
        .. (await documents.SearchAsync(tenant, string.Join(' ', words), limit, cancellationToken)).Select(
            found => new FoundPassage(
                new Passage(
                    found.Id.ToString(CultureInfo.InvariantCulture), found.Path, found.TitlePath, found.Text, found.Anchor),
                found.Score)),
    ];
}
