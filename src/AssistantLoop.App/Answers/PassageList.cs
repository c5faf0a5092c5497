using System.Text.Json;
using AssistantLoop.Chat.Citations;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.App.Answers;

/// <summary>The passages of an answer's prompt, as they are kept beside the message: JSON, in prompt order.</summary>
public static class PassageList
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Writes the passages.</summary>
    public static string Write(IReadOnlyList<FoundPassage> passages) =>
        JsonSerializer.Serialize(passages.Select(found => new Row(found.Passage, found.Score)), s_json);

    /// <summary>The citations of an answer among the passages of its prompt; none where nothing was kept.</summary>
    public static IReadOnlyList<CitationView> Cited(string answer, string? passages) =>
        [.. CitationReader.Read(answer, Read(passages)).Select(citation => View(citation.Number, citation.Source))];

    /// <summary>All passages of an answer's prompt, as an agent needs them to cite the right one.</summary>
    public static IReadOnlyList<CitationView> All(string? passages) =>
        [.. Read(passages).Select((found, at) => View(at + 1, found))];

    private static FoundPassage[] Read(string? passages) => passages is null
        ? []
        : [.. JsonSerializer.Deserialize<Row[]>(passages, s_json)!.Select(row => new FoundPassage(row.Passage, row.Score))];

    private static CitationView View(int number, FoundPassage found) => new(
        number, found.Passage.Title, found.Passage.Text, found.Passage.Path, found.Passage.Anchor, found.Passage.Id);

    private sealed record Row(Passage Passage, double Score);
}
