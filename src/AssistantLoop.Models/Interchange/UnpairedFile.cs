namespace AssistantLoop.Models.Interchange;

/// <summary>Unpaired samples as TRL's JSON lines: <c>{"prompt":[…],"completion":[…],"label":true|false}</c>.</summary>
public static class UnpairedFile
{
    /// <summary>Reads all samples; <see cref="ModelFormatException"/> names the line at fault.</summary>
    public static IReadOnlyList<UnpairedSample> Read(string path) => JsonLines.Read(path, Parse);

    /// <summary>Writes all samples, whole or not at all.</summary>
    public static void Write(string path, IEnumerable<UnpairedSample> rows) =>
        JsonLines.Write(path, rows, (json, row) =>
        {
            JsonLines.WriteMessages(json, "prompt", row.Prompt);
            JsonLines.WriteMessages(json, "completion", [row.Completion]);
            json.WriteBoolean("label", row.Label);
        });

    internal static UnpairedSample Parse(JsonLine line) =>
        new(line.Messages("prompt", SampleMessage.User), line.Answer("completion"), line.Flag("label"));
}
