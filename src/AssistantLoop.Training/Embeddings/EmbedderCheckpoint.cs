using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Models;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Optimizers;
using TorchSharp.Modules;

namespace AssistantLoop.Training.Embeddings;

/// <summary>All that a run needs to go on: weights and AdamW's means. Pairs follow from the step's number. A folder,
/// visible only when it is whole.</summary>
internal sealed record EmbedderCheckpoint(int Step, double Seconds, EmbedderRecipe Recipe)
{
    private const string TensorsFile = "state.safetensors";
    private const string NumbersFile = "state.json";

    public void Save(string folder, BertEncoder encoder, AdamW optimizer)
    {
        SafetensorsWriter writer = new();
        SavedAdamW.Add(writer, encoder.Weights.Select(pair => (pair.Key, pair.Value)), optimizer);
        WholeFolder.Write(folder, temporary =>
        {
            writer.Save(Path.Combine(temporary, TensorsFile));
            WholeFile.Write(Path.Combine(temporary, NumbersFile),
                stream => JsonSerializer.Serialize(stream, this, EmbedderCheckpointJson.Default.EmbedderCheckpoint));
        });
    }

    /// <summary>Puts a saved state into a fresh encoder and optimizer; null where the folder is not there.</summary>
    /// <exception cref="ModelFormatException">It is of another encoder, seed or batch, or damaged.</exception>
    public static EmbedderCheckpoint? Load(
        string folder, EmbedderRecipe recipe, BertEncoder encoder, AdamW optimizer)
    {
        if (!Directory.Exists(folder)) return null;
        string path = Path.Combine(folder, NumbersFile);
        EmbedderCheckpoint numbers = CheckpointNumbers.Read(path, EmbedderCheckpointJson.Default.EmbedderCheckpoint);
        if (numbers.Recipe.ToConfig(0) != recipe.ToConfig(0)
            || (numbers.Recipe.Seed, numbers.Recipe.PairsPerStep) != (recipe.Seed, recipe.PairsPerStep))
        {
            throw new ModelFormatException(
                path, "the checkpoint is of another encoder, seed or number of pairs; delete the folder to start anew.");
        }

        CheckpointNumbers.RefuseOtherStart(path, numbers.Recipe.From, recipe.From);
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, TensorsFile));
        SavedAdamW.Fill(file, encoder.Weights.Select(pair => (pair.Key, pair.Value)), optimizer, numbers.Step);
        return numbers;
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EmbedderCheckpoint))]
internal sealed partial class EmbedderCheckpointJson : JsonSerializerContext;
