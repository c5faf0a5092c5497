using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests;

/// <summary>Random adapters for <see cref="TinyModel"/>.</summary>
internal static class TinyAdapter
{
    /// <summary>Writes a PEFT folder and returns it.</summary>
    public static string Write(
        string folder, ModelConfig config, int rank = 4, int seed = 1, IReadOnlyList<string>? targets = null,
        bool zero = false, string? baseHash = null, bool dora = false)
    {
        AdapterConfig adapter = new()
        {
            Rank = rank,
            Alpha = 3 * rank,
            TargetModules = targets ?? AdapterConfig.AllLinear,
            RsLora = rank == 2,
            Dora = dora,
        };
        var random = new Random(seed);
        var modules = TensorLayout.LinearsOf(config).Where(linear => adapter.Targets(linear.Path)).ToDictionary(
            linear => linear.Path,
            linear => new LoraPair(
                Values(random, rank * linear.Inputs, 1),
                Values(random, linear.Outputs * rank, zero ? 0 : 0.1),
                linear.Inputs, linear.Outputs,
                dora ? [.. Values(random, linear.Outputs, 0.5).Select(value => value + 1)] : null));
        AdapterManifest? manifest = baseHash is null ? null : new AdapterManifest { BaseHash = baseHash };
        new PeftAdapter(adapter, modules, manifest).Save(folder);
        return folder;
    }

    private static float[] Values(Random random, int count, double spread) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(spread * ((2 * random.NextDouble()) - 1)))];
}
