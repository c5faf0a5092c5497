using System.Text.Json;
using AssistantLoop.Models.Files;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.App.Settings;

/// <summary>
/// The weights by which a search tells whether the documents answer, kept with the id of the embedder they were fitted with:
/// the business's own in the data folder, else those that the program ships.
/// </summary>
internal static class AnswerabilityFile
{
    private const string Name = "answerability.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Where the business's own are kept.</summary>
    public static string Own(AppSettings settings) => Path.Combine(settings.Data, Name);

    /// <summary>The weights for an embedder; null where none were fitted with it.</summary>
    /// <exception cref="SettingException">The file is no such file.</exception>
    public static Answerability? Find(AppSettings settings, string? embedder) =>
        Read(Own(settings), embedder) ?? Read(Path.Combine(settings.Home, "models", Name), embedder);

    /// <summary>Keeps weights, whole or not at all.</summary>
    public static void Write(string path, string? embedder, Answerability weights) =>
        WholeFile.WriteText(path, JsonSerializer.Serialize(new Kept(embedder, weights), s_json));

    private static Answerability? Read(string path, string? embedder)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            Kept? kept = JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(path), s_json);
            return kept?.Embedder == embedder ? kept?.Weights : null;
        }
        catch (JsonException error)
        {
            throw new SettingException("data", $"{path} is not what `calibrate` wrote ({error.Message}); remove it or calibrate again");
        }
    }

    private sealed record Kept(string? Embedder, Answerability Weights);
}
