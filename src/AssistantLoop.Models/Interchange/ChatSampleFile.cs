namespace AssistantLoop.Models.Interchange;

/// <summary>Chat samples as OpenAI's JSON lines: <c>{"messages":[{"role":…,"content":…,"weight":0|1}]}</c>.</summary>
public static class ChatSampleFile
{
    /// <summary>Reads all samples; <see cref="ModelFormatException"/> names the line at fault.</summary>
    public static IReadOnlyList<ChatSample> Read(string path) => JsonLines.Read(path, Parse);

    /// <summary>Writes all samples, whole or not at all.</summary>
    public static void Write(string path, IEnumerable<ChatSample> rows) =>
        JsonLines.Write(path, rows, (json, row) => JsonLines.WriteMessages(json, "messages", row.Messages));

    internal static ChatSample Parse(JsonLine line)
    {
        IReadOnlyList<SampleMessage> messages = line.Messages("messages");
        return messages.Any(m => m.Role == SampleMessage.Assistant)
            ? new ChatSample(messages)
            : throw line.Fault("`messages` must hold at least one assistant message.");
    }
}
