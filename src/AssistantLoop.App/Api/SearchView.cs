using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.App.Api;

/// <summary>A search and how it came to its passages, as the API and the command line say it.</summary>
/// <param name="Question">The question as it was searched, standing alone.</param>
/// <param name="Words">The words that were looked for.</param>
/// <param name="Answerable">The estimated probability that the documents answer it, 0 to 1.</param>
/// <param name="Passages">Every passage that the model would see or that came close, best first.</param>
public sealed record SearchView(
    string Question, IReadOnlyList<string> Words, double Answerable, IReadOnlyList<SearchedPassage> Passages)
{
    private const int MostOthers = 10;

    /// <summary>The view of a result.</summary>
    public static SearchView Of(SearchResult result)
    {
        HashSet<string> chosen = [.. result.Passages.Select(found => found.Passage.Id)];
        IEnumerable<FoundPassage> others = result.Ranking
            .Where(found => !chosen.Contains(found.Passage.Id))
            .Take(MostOthers);
        return new(
            result.Question.Text,
            result.Question.Words,
            result.Answerable,
            [.. result.Passages.Concat(others).Select(found => Of(found, chosen.Contains(found.Passage.Id), result))]);
    }

    private static SearchedPassage Of(FoundPassage found, bool chosen, SearchResult result) => new(
        found.Passage.Title, found.Passage.Text, found.Passage.Path, found.Passage.Page, found.Passage.Source, chosen,
        Place(result.Matches.ByWords, found), Place(result.Matches.ByVector, found),
        result.Judged.FirstOrDefault(judged => judged.Found.Passage.Id == found.Passage.Id)?.Chance);

    private static SearchPlace? Place(IReadOnlyList<FoundPassage> list, FoundPassage found)
    {
        for (int at = 0; at < list.Count; at++)
        {
            if (list[at].Passage.Id == found.Passage.Id)
            {
                return new(at + 1, list[at].Score);
            }
        }

        return null;
    }
}

/// <summary>A passage of a search.</summary>
/// <param name="Title">The headings above it.</param>
/// <param name="Text">Its text.</param>
/// <param name="Path">The document.</param>
/// <param name="Page">The page, where the document has pages.</param>
/// <param name="Source">The document's address, where it has one.</param>
/// <param name="Chosen">Whether the model would see it.</param>
/// <param name="ByWords">Its place in the list by words, the score BM25; null where it is not in it.</param>
/// <param name="ByMeaning">Its place in the list by meaning, the score the cosine; null where it is not in it.</param>
/// <param name="Chance">How likely it answers the question, as the model judged, 0 to 1; null where it was not judged.</param>
public sealed record SearchedPassage(
    string Title, string Text, string Path, int? Page, string? Source, bool Chosen, SearchPlace? ByWords, SearchPlace? ByMeaning,
    double? Chance);

/// <summary>A rank from 1 and its score.</summary>
public sealed record SearchPlace(int Rank, double Score);
