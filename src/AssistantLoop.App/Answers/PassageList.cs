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
    public static IReadOnlyList<CitationView> Cited(string answer, string? passages)
    {
        if (passages is null)
        {
            return [];
        }

        FoundPassage[] found = [.. JsonSerializer.Deserialize<Row[]>(passages, s_json)!.Select(row => new FoundPassage(row.Passage, row.Score))];
        return
        [
            .. CitationReader.Read(answer, found).Select(citation => new CitationView(
                citation.Number,
                citation.Source.Passage.Title,
                citation.Source.Passage.Text,
                citation.Source.Passage.Path,
                citation.Source.Passage.Anchor,
                citation.Source.Passage.Id)),
        ];
    }

    private sealed record Row(Passage Passage, double Score);
}
