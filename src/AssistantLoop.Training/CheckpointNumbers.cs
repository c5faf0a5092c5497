using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AssistantLoop.Models;

namespace AssistantLoop.Training;

/// <summary>The file of a checkpoint that holds all but its tensors.</summary>
internal static class CheckpointNumbers
{
    /// <summary>Reads it.</summary>
    /// <exception cref="ModelFormatException">It is missing or damaged.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type)
                ?? throw new ModelFormatException(path, "the file must hold a JSON object.");
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            throw new ModelFormatException(path, $"not a checkpoint: {error.Message}", error);
        }
    }

    /// <summary>Refuses a checkpoint whose run began from another model than the one that is to go on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="began">The folder that its run began from; null: from nothing.</param>
    /// <param name="begins">The folder that the run which is to go on begins from; null: from nothing.</param>
    /// <exception cref="ModelFormatException">They differ.</exception>
    public static void RefuseOtherStart(string path, string? began, string? begins)
    {
        if (began != begins)
        {
            throw new ModelFormatException(path,
                $"the checkpoint's run began from {began ?? "nothing"}, this one from {begins ?? "nothing"}; delete the folder to start anew.");
        }
    }
}
