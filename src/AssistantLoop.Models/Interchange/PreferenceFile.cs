namespace AssistantLoop.Models.Interchange;

/// <summary>Preference pairs as JSON lines, in OpenAI's or TRL's shape.</summary>
public static class PreferenceFile
{
    /// <summary>Reads all pairs, either shape; <see cref="ModelFormatException"/> names the line at fault.</summary>
    public static IReadOnlyList<PreferencePair> Read(string path) => JsonLines.Read(path, Parse);

    /// <summary>Writes all pairs, whole or not at all.</summary>
    public static void Write(
        string path, IEnumerable<PreferencePair> rows, PreferenceShape shape = PreferenceShape.OpenAI) =>
        JsonLines.Write(path, rows, (json, row) =>
        {
            if (shape == PreferenceShape.OpenAI)
            {
                json.WriteStartObject("input");
                JsonLines.WriteMessages(json, "messages", row.Prompt);
                json.WriteEndObject();
            }
            else
            {
                JsonLines.WriteMessages(json, "prompt", row.Prompt);
            }

            (string chosen, string rejected) = shape == PreferenceShape.OpenAI
                ? ("preferred_output", "non_preferred_output") : ("chosen", "rejected");
            JsonLines.WriteMessages(json, chosen, [row.Chosen]);
            JsonLines.WriteMessages(json, rejected, [row.Rejected]);
        });

    internal static PreferencePair Parse(JsonLine line) => line.Has("input")
        ? new PreferencePair(
            line.Messages("input.messages"), line.Answer("preferred_output"), line.Answer("non_preferred_output"))
        : new PreferencePair(
            line.Messages("prompt", SampleMessage.User), line.Answer("chosen"), line.Answer("rejected"));
}
