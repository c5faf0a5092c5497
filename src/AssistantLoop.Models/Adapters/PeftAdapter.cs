using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Adapters;

/// <summary>
/// A LoRA adapter in PEFT's folder layout, as PEFT, vLLM and others read and write it, with our manifest beside it.
/// </summary>
public sealed class PeftAdapter(
    AdapterConfig config, IReadOnlyDictionary<string, LoraPair> modules, AdapterManifest? manifest)
{
    public const string WeightsFileName = "adapter_model.safetensors";

    private const string Prefix = "base_model.model.";
    private const string SuffixA = ".lora_A.weight";
    private const string SuffixB = ".lora_B.weight";

    // The name that PEFT saves; a state whose names were not mended has the other one.
    private const string SuffixMagnitude = ".lora_magnitude_vector";
    private const string SuffixMagnitudeWeight = ".lora_magnitude_vector.weight";

    public AdapterConfig Config => config;

    /// <summary>Module path, such as model.layers.0.self_attn.q_proj, to its factors.</summary>
    public IReadOnlyDictionary<string, LoraPair> Modules => modules;

    /// <summary>Null for an adapter of another tool.</summary>
    public AdapterManifest? Manifest => manifest;

    /// <summary>
    /// Reads an adapter for a base of this shape; what does not fit throws <see cref="ModelFormatException"/>.
    /// </summary>
    public static PeftAdapter Load(string folder, ModelConfig baseConfig)
    {
        AdapterConfig config = AdapterConfig.Load(folder);
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, WeightsFileName));
        return Read(file, file.Tensors.Keys, config, baseConfig, AdapterManifest.Find(folder));
    }

    /// <summary>The factors among a file's tensors, which must be all of those <paramref name="names"/> names.</summary>
    internal static PeftAdapter Read(
        SafetensorsFile file, IEnumerable<string> names, AdapterConfig config, ModelConfig baseConfig,
        AdapterManifest? manifest)
    {
        var linears = TensorLayout.LinearsOf(baseConfig).ToDictionary(linear => linear.Path);
        Dictionary<string, LoraPair> modules = new(StringComparer.Ordinal);
        foreach (string path in names.Select(name => ModulePath(file.Path, name, config)).Distinct())
        {
            if (!linears.TryGetValue(path, out var linear) || !config.Targets(path))
            {
                throw new ModelFormatException(file.Path, $"module \"{path}\" is not "
                    + (linear.Path is null ? "a linear module of the base model's layers."
                        : "in the config's target_modules."));
            }

            modules.Add(path, new LoraPair(
                ReadFactor(file, $"{Prefix}{path}{SuffixA}", [config.Rank, linear.Inputs]),
                ReadFactor(file, $"{Prefix}{path}{SuffixB}", [linear.Outputs, config.Rank]),
                linear.Inputs, linear.Outputs,
                config.Dora ? ReadMagnitude(file, $"{Prefix}{path}", linear.Outputs) : null));
        }

        if (modules.Count == 0)
        {
            throw new ModelFormatException(file.Path, "the file holds no tensors.");
        }

        string? missing = linears.Keys.FirstOrDefault(path => config.Targets(path) && !modules.ContainsKey(path));
        return missing is null
            ? new PeftAdapter(config, modules, manifest)
            : throw new ModelFormatException(file.Path, $"module \"{missing}\" of target_modules has no tensors.");
    }

    /// <summary>
    /// Reads an adapter and refuses one whose manifest names another base than <paramref name="baseHash"/>.
    /// </summary>
    public static PeftAdapter Load(string folder, ModelConfig baseConfig, string baseHash)
    {
        RefuseOtherBase(folder, baseHash);
        return Load(folder, baseConfig);
    }

    /// <summary>SHA-256, lower-case hex, over the config and the tensors; the manifest does not count.</summary>
    public static string HashOf(string folder)
    {
        string[] names = [AdapterConfig.FileName, WeightsFileName];
        string? missing = names.FirstOrDefault(name => !File.Exists(Path.Combine(folder, name)));
        return missing is null
            ? ContentHash.Of(folder, names)
            : throw new ModelFormatException(Path.Combine(folder, missing), "the file is missing.");
    }

    /// <summary>Writes the folder, whole or not at all; one already there is replaced.</summary>
    public void Save(string folder) => WholeFolder.Write(folder, temporary =>
    {
        Factors().Save(Path.Combine(temporary, WeightsFileName));
        AdapterConfigFile.Write(Path.Combine(temporary, AdapterConfig.FileName), config);
        manifest?.Save(temporary);
    });

    /// <summary>All factors by their names in a file, to be saved with what else belongs there.</summary>
    internal SafetensorsWriter Factors()
    {
        SafetensorsWriter writer = new();
        writer.SetMetadata("format", "pt");
        foreach ((string path, LoraPair pair) in modules)
        {
            writer.Add($"{Prefix}{path}{SuffixA}", [config.Rank, pair.In], pair.A);
            writer.Add($"{Prefix}{path}{SuffixB}", [pair.Out, config.Rank], pair.B);
            if (pair.Magnitude is { } magnitude)
            {
                writer.Add($"{Prefix}{path}{SuffixMagnitude}", [pair.Out], magnitude);
            }
        }

        return writer;
    }

    internal static void RefuseOtherBase(string folder, string baseHash)
    {
        if (AdapterManifest.Find(folder) is { } manifest && manifest.BaseHash != baseHash)
        {
            throw new ModelFormatException(Path.Combine(folder, AdapterManifest.FileName),
                "the adapter was trained on another base model: "
                + $"baseHash is {manifest.BaseHash}, the base has {baseHash}.");
        }
    }

    private static string ModulePath(string file, string tensor, AdapterConfig config)
    {
        string[] suffixes = config.Dora
            ? [SuffixA, SuffixB, SuffixMagnitude, SuffixMagnitudeWeight]
            : [SuffixA, SuffixB];
        string? suffix = suffixes.FirstOrDefault(suffix => tensor.EndsWith(suffix, StringComparison.Ordinal));
        return suffix is not null && tensor.StartsWith(Prefix, StringComparison.Ordinal)
            ? tensor[Prefix.Length..^suffix.Length]
            : throw new ModelFormatException(file,
                $"tensor \"{tensor}\" is not named {Prefix}<module> and one of {string.Join(", ", suffixes)}.");
    }

    private static float[] ReadMagnitude(SafetensorsFile file, string module, int outputs)
    {
        string mended = $"{module}{SuffixMagnitude}", other = $"{module}{SuffixMagnitudeWeight}";
        return ReadFactor(file, file.Tensors.ContainsKey(other) ? other : mended, [outputs]);
    }

    private static float[] ReadFactor(SafetensorsFile file, string name, long[] shape)
    {
        long[] found = file.Find(name).Shape;
        return found.AsSpan().SequenceEqual(shape)
            ? file.ReadFloat32(name)
            : throw new ModelFormatException(file.Path, $"tensor \"{name}\" has shape [{string.Join(", ", found)}]; "
                + $"the rank and the base model make it [{string.Join(", ", shape)}].");
    }
}
