using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.App.Answers;

/// <summary>The passages of an answer's prompt, as clients see them.</summary>
public static class PassageList
{
    /// <summary>The citations of an answer among the passages of its prompt; none where nothing was kept.</summary>
    public static IReadOnlyList<CitationView> Cited(string answer, string? passages) =>
        [.. CitationReader.Read(answer, PassageText.Read(passages)).Select(citation => View(citation.Number, citation.Source))];

    /// <summary>All passages of an answer's prompt, as an agent needs them to cite the right one.</summary>
    public static IReadOnlyList<CitationView> All(string? passages) =>
        [.. PassageText.Read(passages).Select((found, at) => View(at + 1, found))];

    private static CitationView View(int number, FoundPassage found) => new(
        number, found.Passage.Title, found.Passage.Text, found.Passage.Path, found.Passage.Anchor, found.Passage.Id,
        found.Passage.Page, found.Passage.Source);
}
