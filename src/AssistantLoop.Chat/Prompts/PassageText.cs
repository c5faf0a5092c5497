using System.Text.Json;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Chat.Prompts;

/// <summary>How the passages of a prompt are kept beside the answer: a JSON list of {passage, score} in prompt order.</summary>
public static class PassageText
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Writes the passages.</summary>
    public static string Write(IReadOnlyList<FoundPassage> passages) =>
        JsonSerializer.Serialize(passages.Select(found => new Row(found.Passage, found.Score)), s_json);

    /// <summary>Reads what <see cref="Write"/> gave; nothing was kept reads as none.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static IReadOnlyList<FoundPassage> Read(string? passages) => passages is null
        ? []
        : [.. JsonSerializer.Deserialize<Row[]>(passages, s_json)!.Select(row => new FoundPassage(row.Passage, row.Score))];

    private sealed record Row(Passage Passage, double Score);
}
