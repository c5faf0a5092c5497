using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Decoding;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Optimizers;

/// <summary>Weights and AdamW's means of them as a checkpoint holds them: name, name.exp_avg and name.exp_avg_sq.</summary>
internal static class SavedAdamW
{
    /// <summary>Adds all of them to a file, in 32 bits.</summary>
    public static void Add(
        SafetensorsWriter writer, IEnumerable<(string Name, Parameter Weight)> weights, AdamW optimizer)
    {
        foreach ((string name, Parameter weight, AdamW.State state) in WithStates(weights, optimizer))
        {
            writer.Add(name, weight.shape, DecoderFiles.Values(weight));
            writer.Add($"{name}.exp_avg", weight.shape, DecoderFiles.Values(state.exp_avg));
            writer.Add($"{name}.exp_avg_sq", weight.shape, DecoderFiles.Values(state.exp_avg_sq));
        }
    }

    /// <summary>Puts a file's numbers into fresh weights and a fresh optimizer, on whatever device they are.</summary>
    public static void Fill(
        SafetensorsFile file, IEnumerable<(string Name, Parameter Weight)> weights, AdamW optimizer, int step)
    {
        using IDisposable frozen = no_grad();
        foreach ((string name, Parameter weight, AdamW.State state) in WithStates(weights, optimizer))
        {
            Copy(file, name, weight);
            Copy(file, $"{name}.exp_avg", state.exp_avg);
            Copy(file, $"{name}.exp_avg_sq", state.exp_avg_sq);
            state.step = step;
        }
    }

    private static void Copy(SafetensorsFile file, string name, Tensor target)
    {
        using Tensor values = tensor(file.ReadFloat32(name), target.shape);
        target.copy_(values);
    }

    // The optimizer's states stand in the order of its groups: those that decay, then the rest.
    private static IEnumerable<(string Name, Parameter Weight, AdamW.State State)> WithStates(
        IEnumerable<(string Name, Parameter Weight)> weights, AdamW optimizer)
    {
        var states = optimizer.parameters().Zip(optimizer.state_dict().State)
            .ToDictionary(pair => pair.First.Handle, pair => (AdamW.State)pair.Second);
        return weights.Select(pair => (pair.Name, pair.Weight, states[pair.Weight.Handle]));
    }
}
