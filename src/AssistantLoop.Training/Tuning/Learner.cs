using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tuning;

/// <summary>A model with what of it learns: an adapter's factors, its last layers, or all of it.</summary>
internal sealed class Learner : IDisposable
{
    private readonly ModelFolder _base;

    /// <param name="baseModel">The base.</param>
    /// <param name="recipe">What learns.</param>
    /// <param name="from">An adapter to go on from; null: a new one that changes nothing yet.</param>
    /// <param name="beside">What else learns, such as a head.</param>
    public Learner(
        ModelFolder baseModel, Recipe recipe, PeftAdapter? from, params (string Name, Parameter Parameter)[] beside)
    {
        _base = baseModel;
        Device device = TrainingDevice.Of(recipe.Device);
        ScalarType type = Precision.Choose(recipe.BFloat16, device);
        bool adapts = recipe.Learns == Scope.Adapter;
        if (from is not null && !adapts)
            throw new TrainingException($"An adapter is gone on from as an adapter; Learns is {recipe.Learns}.");

        // A frozen matrix is kept in the type it is multiplied in.
        Decoder = DecoderFiles.Load(baseModel, adapts ? type : ScalarType.Float32).to(device);
        Decoder.ComputeType = type;
        if (adapts)
        {
            Adapter = from is null
                ? LoraAdapter.Attach(Decoder, recipe.ToAdapterConfig(baseModel.Path), recipe.Seed)
                : LoraAdapter.Attach(Decoder, from);
        }

        Parameters = [.. adapts ? Adapter!.NamedParameters : Unfrozen(recipe), .. beside];
        foreach ((_, Parameter parameter) in Parameters) parameter.requires_grad = true;
    }

    public Decoder Decoder { get; }

    public LoraAdapter? Adapter { get; }

    /// <summary>What learns, by the name it is saved under.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>How many weights learn.</summary>
    public long TrainableWeights => Parameters.Sum(pair => pair.Parameter.numel());

    /// <summary>Their share of all weights, the base's and the adapter's.</summary>
    public double TrainableShare => TrainableWeights
        / (double)(Decoder.parameters().Sum(weight => weight.numel()) + (Adapter is null ? 0 : TrainableWeights));

    /// <summary>Turns dropout on or off.</summary>
    public void Train(bool on) => Adapter?.Train(on);

    /// <summary>The learning weights as they are now.</summary>
    public IReadOnlyList<float[]> Snapshot() =>
        [.. Parameters.Select(pair => DecoderFiles.Values(pair.Parameter))];

    /// <summary>Puts a snapshot back, bit for bit.</summary>
    public void Restore(IReadOnlyList<float[]> snapshot)
    {
        using IDisposable frozen = no_grad();
        foreach (((_, Parameter parameter), float[] values) in Parameters.Zip(snapshot))
        {
            using Tensor from = tensor(values, parameter.shape);
            parameter.copy_(from);
        }
    }

    /// <summary>Writes what was learnt, whole or not at all: a PEFT folder, or a whole model with a manifest. Returns
    /// its content hash.</summary>
    public string Save(string folder, AdapterManifest manifest)
    {
        if (Adapter is not null)
        {
            Adapter.ToPeft(manifest).Save(folder);
            return PeftAdapter.HashOf(folder);
        }

        WholeFolder.Write(folder, temporary =>
        {
            foreach (string file in Directory.EnumerateFiles(_base.Path).Where(file => !ModelWeights.IsWeights(file)))
                File.Copy(file, Path.Combine(temporary, Path.GetFileName(file)));
            DecoderFiles.SaveWeights(Decoder, temporary, TensorType.F32);
            manifest.Save(temporary);
        });
        using ModelFolder written = ModelFolder.Open(folder);
        return written.Hash;
    }

    public void Dispose()
    {
        Adapter?.Dispose();
        Decoder.Dispose();
    }

    private IEnumerable<(string, Parameter)> Unfrozen(Recipe recipe)
    {
        int layers = Decoder.Config.LayerCount;
        if (recipe.Learns == Scope.LastLayers && recipe.LastLayers > layers)
            throw new TrainingException($"LastLayers is {recipe.LastLayers}, and the model has {layers}.");
        HashSet<string> prefixes = recipe.Learns == Scope.All
            ? ["model.", "lm_head."]
            : [.. Enumerable.Range(layers - recipe.LastLayers, recipe.LastLayers).Select(i => $"model.layers.{i}."),
                "model.norm."];
        return DecoderFiles.Weights(Decoder)
            .Where(pair => prefixes.Any(prefix => pair.Name.StartsWith(prefix, StringComparison.Ordinal)));
    }
}
