using System.Globalization;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Index;

/// <summary>A passage with its score; higher is better, and scores compare within one list only.</summary>
public sealed record FoundPassage(Passage Passage, double Score)
{
    /// <summary>What an index found, as read from the database, in the same order; what is not there is left out.</summary>
    internal static IReadOnlyList<FoundPassage> Of(
        IEnumerable<(long Id, double Score)> ranked, IReadOnlyDictionary<long, StoredPassage> stored) =>
    [
        .. ranked.Where(found => stored.ContainsKey(found.Id))
            .Select(found => new FoundPassage(ToPassage(stored[found.Id]), found.Score)),
    ];

    private static Passage ToPassage(StoredPassage stored) => new(
        stored.Id.ToString(CultureInfo.InvariantCulture), stored.Path, stored.TitlePath, stored.Text, stored.Anchor,
        stored.Page, stored.Source, stored.Language);
}
