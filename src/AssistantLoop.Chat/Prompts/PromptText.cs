using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Prompts;

/// <summary>
/// How an assembled prompt is kept: a JSON list of {role, content}. What was trained on is read back from it, and so is
/// what the model saw.
/// </summary>
public static class PromptText
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Writes a prompt; the same messages give the same text.</summary>
    public static string Write(IReadOnlyList<ChatMessage> messages) =>
        JsonSerializer.Serialize(messages.Select(message => new Row(message.Role.Value, message.Text)), s_json);

    /// <summary>Reads a prompt back.</summary>
    /// <exception cref="JsonException">The text is not what <see cref="Write"/> gave.</exception>
    public static IReadOnlyList<ChatMessage> Read(string text) =>
        [.. JsonSerializer.Deserialize<Row[]>(text, s_json)!.Select(row => new ChatMessage(new ChatRole(row.Role), row.Content))];

    private sealed record Row(string Role, string Content);
}
