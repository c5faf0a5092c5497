namespace AssistantLoop.Models.Adapters;

/// <summary>What PEFT's adapter_config.json says of a LoRA adapter.</summary>
public sealed record AdapterConfig
{
    public const string FileName = "adapter_config.json";

    /// <summary>The linear modules that LoRA can adapt; what PEFT's "all-linear" stands for.</summary>
    public static readonly IReadOnlyList<string> AllLinear =
        ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    public required int Rank { get; init; }

    public required double Alpha { get; init; }

    /// <summary>Share of inputs dropped in training, 0 up to but not 1.</summary>
    public double Dropout { get; init; }

    /// <summary>Last parts of module paths, such as q_proj.</summary>
    public required IReadOnlyList<string> TargetModules { get; init; }

    /// <summary>
    /// Scale by alpha / sqrt(r) (Kalajdzievski 2023, eq. 7) in place of alpha / r (Hu et al. 2021, section 4.1).
    /// </summary>
    public bool RsLora { get; init; }

    /// <summary>DoRA (Liu et al. 2024): each module has a magnitude beside its factors.</summary>
    public bool Dora { get; init; }

    /// <summary>Name or folder of the base model, for people and other tools; the manifest holds its hash.</summary>
    public string BaseModel { get; init; } = "";

    /// <summary>Layers that were adapted; null means all.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    public double Scale => RsLora ? Alpha / Math.Sqrt(Rank) : Alpha / Rank;

    /// <summary>Reads adapter_config.json; what is neither LoRA nor DoRA throws <see cref="ModelFormatException"/>.</summary>
    public static AdapterConfig Load(string folder) => AdapterConfigFile.Read(Path.Combine(folder, FileName));

    /// <summary>Whether the config targets a module path such as model.layers.0.self_attn.q_proj.</summary>
    public bool Targets(string modulePath)
    {
        string[] parts = modulePath.Split('.');
        return parts is [_, "layers", string layer, ..]
            && (Layers is null || Layers.Contains(int.Parse(layer, System.Globalization.CultureInfo.InvariantCulture)))
            && TargetModules.Any(target =>
                modulePath == target || modulePath.EndsWith($".{target}", StringComparison.Ordinal));
    }
}
