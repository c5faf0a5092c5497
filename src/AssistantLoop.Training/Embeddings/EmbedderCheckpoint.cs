using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Models;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

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
        foreach ((string name, Parameter weight, AdamW.State state) in Tensors(encoder, optimizer))
        {
            writer.Add(name, weight.shape, BertEncoder.Values(weight));
            writer.Add($"{name}.exp_avg", weight.shape, BertEncoder.Values(state.exp_avg));
            writer.Add($"{name}.exp_avg_sq", weight.shape, BertEncoder.Values(state.exp_avg_sq));
        }

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
        EmbedderCheckpoint numbers;
        try
        {
            numbers = JsonSerializer.Deserialize(
                    File.ReadAllBytes(path), EmbedderCheckpointJson.Default.EmbedderCheckpoint)
                ?? throw new ModelFormatException(path, "the file must hold a JSON object.");
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            throw new ModelFormatException(path, $"not a checkpoint: {error.Message}", error);
        }

        if (numbers.Recipe.ToConfig(0) != recipe.ToConfig(0)
            || (numbers.Recipe.Seed, numbers.Recipe.PairsPerStep) != (recipe.Seed, recipe.PairsPerStep))
        {
            throw new ModelFormatException(
                path, "the checkpoint is of another encoder, seed or number of pairs; delete the folder to start anew.");
        }

        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, TensorsFile));
        using IDisposable frozen = no_grad();
        foreach ((string name, Parameter weight, AdamW.State state) in Tensors(encoder, optimizer))
        {
            Copy(file, name, weight);
            Copy(file, $"{name}.exp_avg", state.exp_avg);
            Copy(file, $"{name}.exp_avg_sq", state.exp_avg_sq);
            state.step = numbers.Step;
        }

        return numbers;
    }

    private static void Copy(SafetensorsFile file, string name, Tensor target)
    {
        using Tensor values = tensor(file.ReadFloat32(name), target.shape);
        target.copy_(values);
    }

    // The optimizer's states stand in the order of its groups: those that decay, then the rest.
    private static IEnumerable<(string Name, Parameter Weight, AdamW.State State)> Tensors(
        BertEncoder encoder, AdamW optimizer)
    {
        var states = optimizer.parameters().Zip(optimizer.state_dict().State)
            .ToDictionary(pair => pair.First.Handle, pair => (AdamW.State)pair.Second);
        return encoder.Weights.Select(weight => (weight.Key, weight.Value, states[weight.Value.Handle]));
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EmbedderCheckpoint))]
internal sealed partial class EmbedderCheckpointJson : JsonSerializerContext;
